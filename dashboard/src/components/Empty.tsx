/** What will be here and how it comes. */
export function Empty({ children }: { readonly children: string }) {
  return <p className="empty">{children}</p>;
}
