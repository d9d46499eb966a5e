import { keccakP } from "@noble/hashes/sha3.js";
import { swap8IfBE } from "@noble/hashes/utils.js";

/** Words of 32 bits in a 32-byte hash. */
export const HASH_WORDS = 8;

/** Keccak-256 absorbs 136 bytes per block; 64 bytes of input leave the padding's first bit and last bit here. */
const FIRST_PADDING_WORD = 16;
const LAST_PADDING_WORD = 33;

const state = new Uint32Array(50);

/**
 * Writes keccak-256 of two 32-byte hashes, the smaller first, to `target[at…]`. Works on the permutation directly, since
 * a pair always fills one block: a tree of n leaves takes n − 1 of these and nothing is allocated.
 * @param nodes Hashes as 32-bit words in memory order. @param left, right, at Offsets in words.
 */
export function hashPairInto(nodes: Uint32Array, left: number, right: number, at: number): void {
  const ordered = comesFirst(nodes, left, right);
  const first = ordered ? left : right;
  const second = ordered ? right : left;
  state.fill(0);
  for (let word = 0; word < HASH_WORDS; word++) {
    state[word] = swap8IfBE(nodes[first + word] as number);
    state[HASH_WORDS + word] = swap8IfBE(nodes[second + word] as number);
  }
  state[FIRST_PADDING_WORD] = 0x01;
  state[LAST_PADDING_WORD] = 0x80000000;
  keccakP(state);
  for (let word = 0; word < HASH_WORDS; word++) nodes[at + word] = swap8IfBE(state[word] as number);
}

/** True if the bytes at word offset `left` are not after those at `right`. */
function comesFirst(nodes: Uint32Array, left: number, right: number): boolean {
  for (let word = 0; word < HASH_WORDS; word++) {
    const a = nodes[left + word] as number;
    const b = nodes[right + word] as number;
    if (a !== b) return bigEndian(a) < bigEndian(b);
  }
  return true;
}

/** A word's four bytes in memory order, read as one number. */
function bigEndian(word: number): number {
  const little = swap8IfBE(word);
  return (((little & 0xff) << 24) | ((little & 0xff00) << 8) | ((little >>> 8) & 0xff00) | (little >>> 24)) >>> 0;
}
