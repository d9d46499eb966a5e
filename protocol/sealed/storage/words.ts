import { type Hex, toHex } from "../../hex.js";

export const WORD_BYTES = 32;
const BITS = 8n;

/** A word as 32 bytes, big-endian. @param word 0 to 2²⁵⁶ − 1. */
export function wordBytes(word: bigint): Uint8Array {
  const digits = word.toString(16).padStart(2 * WORD_BYTES, "0");
  const bytes = new Uint8Array(WORD_BYTES);
  for (let at = 0; at < WORD_BYTES; at++) bytes[at] = Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}

/** A word as 32 bytes of hex. */
export function wordHex(word: bigint): Hex {
  return toHex(wordBytes(word));
}

/** Where a value lies in its struct. */
export interface Member {
  /** Words from the struct's first. */
  readonly slot: number;
  /** Bytes from the word's low end: values are packed from there (Solidity's documentation, layout in storage). */
  readonly offset: number;
  /** Size, bytes. */
  readonly bytes: number;
}

/** A member's value, taken for an unsigned number. @param words The struct's words. */
export function memberOf(words: readonly bigint[], { slot, offset, bytes }: Member): bigint {
  const word = words[slot] ?? 0n;
  return (word >> (BITS * BigInt(offset))) & ((1n << (BITS * BigInt(bytes))) - 1n);
}

/** A member's value, taken for a signed number. */
export function signedMemberOf(words: readonly bigint[], member: Member): bigint {
  return BigInt.asIntN(8 * member.bytes, memberOf(words, member));
}

/** A member's bytes: an address, a hash. */
export function hexMemberOf(words: readonly bigint[], member: Member): Hex {
  const digits = memberOf(words, member)
    .toString(16)
    .padStart(2 * member.bytes, "0");
  return `0x${digits}`;
}
