import { keccakP } from "@noble/hashes/sha3.js";
import { swap8IfBE } from "@noble/hashes/utils.js";
import { compareHashes, HASH_BYTES, HASH_WORDS } from "./compareHashes.js";
import type { Keccak256 } from "./keccak.js";

/**
 * Writes keccak-256 of two 32-byte hashes, the smaller first, to `nodes[at…]`.
 * @param nodes Hashes as 32-bit words in memory order. @param left, right, at Offsets in words.
 */
export type PairHasher = (nodes: Uint32Array, left: number, right: number, at: number) => void;

/** Keccak-256 absorbs 136 bytes per block; 64 bytes of input leave the padding's first bit and last bit here. */
const FIRST_PADDING_WORD = 16;
const LAST_PADDING_WORD = 33;

const state = new Uint32Array(50);

/**
 * The hasher that needs no more than JavaScript. Works on the permutation directly, since a pair always fills one block:
 * a tree of n leaves takes n − 1 of these and nothing is allocated.
 */
export const hashPairInto: PairHasher = (nodes, left, right, at) => {
  const ordered = compareHashes(nodes, left, nodes, right) <= 0;
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
};

/** The hasher on top of a `keccak256` that is faster than JavaScript. */
export function pairHasherOf(keccak256: Keccak256): PairHasher {
  const pair = new Uint8Array(2 * HASH_BYTES);
  const words = new Uint32Array(pair.buffer);
  return (nodes, left, right, at) => {
    const ordered = compareHashes(nodes, left, nodes, right) <= 0;
    const first = ordered ? left : right;
    const second = ordered ? right : left;
    for (let word = 0; word < HASH_WORDS; word++) {
      words[word] = nodes[first + word] as number;
      words[HASH_WORDS + word] = nodes[second + word] as number;
    }
    const digest = keccak256(pair);
    for (let word = 0, byte = 0; word < HASH_WORDS; word++, byte += 4) {
      // Put together here: a view of the digest as words costs more than a hash.
      const little =
        (digest[byte] as number) |
        ((digest[byte + 1] as number) << 8) |
        ((digest[byte + 2] as number) << 16) |
        ((digest[byte + 3] as number) << 24);
      nodes[at + word] = swap8IfBE(little);
    }
  };
}
