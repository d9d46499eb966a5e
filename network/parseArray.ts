/** The array that a JSON text holds; undefined for any other text, which is not quoted: it may be secret. */
export function parseArray(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
