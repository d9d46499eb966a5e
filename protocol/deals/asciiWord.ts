import { fromHex, type Hex, toHex } from "../hex.js";

const WORD = 32;
const PRINTABLE = /^[\x20-\x7e]{1,32}$/;

/** A short text as contracts keep it in a word: ASCII, filled up with zeros; undefined for what is not 1 to 32 printable characters. */
export function asciiWordOf(text: string): Hex | undefined {
  if (!PRINTABLE.test(text)) return undefined;
  const word = new Uint8Array(WORD);
  for (let at = 0; at < text.length; at++) word[at] = text.charCodeAt(at);
  return toHex(word);
}

/** The text in a word; the word itself, which is longer than any text, if there is none. Throws `InvalidHex`. */
export function asciiWordText(word: Hex): string {
  const text = String.fromCharCode(...fromHex(word, WORD, "word")).replace(/\0+$/, "");
  return PRINTABLE.test(text) ? text : word;
}
