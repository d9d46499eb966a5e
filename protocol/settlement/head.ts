import { keccak_256 } from "@noble/hashes/sha3.js";
import { WORD } from "../eip712/words.js";
import { ADDRESS_BYTES, type Hex, toHex, writeHex } from "../hex.js";
import { putBits } from "./wordBits.js";

/** What one interval adds to the hash over everything settled of a supplier's meter. */
export interface HeadStep {
  /** Address of the compiled roster. */
  readonly roster: Hex;
  /** End of the interval, Unix seconds. */
  readonly endS: bigint;
  readonly words: readonly bigint[];
}

/**
 * The head after an interval: `keccak256(head ‖ (roster << 96 | endS) ‖ words)`. Before the first it is zero.
 * Throws `InvalidHex` or `IntegerOutOfRange`.
 */
export function nextHead(head: Hex, { roster, endS, words }: HeadStep): Hex {
  const bytes = new Uint8Array(WORD * (2 + words.length));
  writeHex(bytes, 0, head, WORD, "head");
  writeHex(bytes, WORD, roster, ADDRESS_BYTES, "roster");
  writeWord(bytes, WORD + ADDRESS_BYTES, putBits(endS, 48, 0, "endS"), WORD - ADDRESS_BYTES, "endS");
  words.forEach((word, index) => {
    writeWord(bytes, WORD * (2 + index), putBits(word, 256, 0, "word"), WORD, "word");
  });
  return toHex(keccak_256(bytes));
}

function writeWord(bytes: Uint8Array, at: number, value: bigint, size: number, name: string): void {
  writeHex(bytes, at, `0x${value.toString(16).padStart(2 * size, "0")}`, size, name);
}
