/**
 * The text that bytes of unknown origin stand for.
 * @param refused Makes the error for bytes that are no UTF-8.
 */
export function textOf(bytes: Uint8Array, refused: () => Error): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refused();
  }
}

/** In the place of a text that its writer made of bytes that are none. */
export const NO_TEXT = "\u{fffd}";

/** A decoded text; undefined for bytes that are no UTF-8, which ethers tells of when they are looked at. */
export function toldText(decoded: () => string): string | undefined {
  try {
    return decoded();
  } catch {
    return undefined;
  }
}
