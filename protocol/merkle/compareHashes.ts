import { swap8IfBE } from "@noble/hashes/utils.js";

/** Bytes in a hash. */
export const HASH_BYTES = 32;
/** Words of 32 bits in a hash. */
export const HASH_WORDS = 8;

/**
 * Negative, zero or positive as the hash at `a[aAt…]` is before, equal to or after the one at `b[bAt…]`, byte by byte.
 * @param a, b Hashes as 32-bit words in memory order. @param aAt, bAt Offsets in words.
 */
export function compareHashes(a: Uint32Array, aAt: number, b: Uint32Array, bAt: number): number {
  for (let word = 0; word < HASH_WORDS; word++) {
    const [one, other] = [a[aAt + word] as number, b[bAt + word] as number];
    if (one !== other) return bigEndian(one) - bigEndian(other);
  }
  return 0;
}

/** A word's four bytes in memory order, read as one number. */
export function bigEndian(word: number): number {
  const little = swap8IfBE(word);
  return (((little & 0xff) << 24) | ((little & 0xff00) << 8) | ((little >>> 8) & 0xff00) | (little >>> 24)) >>> 0;
}
