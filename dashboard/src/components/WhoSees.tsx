import { useTexts } from "../texts/useTexts.js";

/** What other members of the consortium can read of the view's data. */
export function WhoSees({ children }: { readonly children: string }) {
  const texts = useTexts();
  return (
    <aside className="who-sees" aria-labelledby="who-sees">
      <h2 id="who-sees">{texts.common.whoSees}</h2>
      <p>{children}</p>
    </aside>
  );
}
