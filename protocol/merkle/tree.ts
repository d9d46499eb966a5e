import { DuplicateLeaf, EmptyTree, LeafNotInTree, WattproofError } from "../errors.js";
import { type Hex, toHex, writeHex } from "../hex.js";
import { compareHashes, HASH_BYTES, HASH_WORDS } from "./compareHashes.js";
import { hashPairInto, pairHasherOf } from "./hashPair.js";
import { hexHashes } from "./hexHashes.js";
import type { Keccak256 } from "./keccak.js";
import { sortHashes } from "./sortHashes.js";

export type { Keccak256 } from "./keccak.js";

const wanted = new Uint32Array(HASH_WORDS);
const wantedBytes = new Uint8Array(wanted.buffer);

/**
 * Merkle tree whose root and proofs equal those of OpenZeppelin's `StandardMerkleTree` with sorted leaves. All nodes lie
 * in one array of 32 bytes each: the root first, node i's children at 2i + 1 and 2i + 2, the sorted leaves at the end in
 * reverse.
 */
export class MerkleTree {
  /** As 32-bit words in memory order. */
  readonly #nodes: Uint32Array;
  /** Number of leaves. */
  readonly count: number;

  private constructor(nodes: Uint32Array, count: number) {
    this.#nodes = nodes;
    this.count = count;
  }

  /**
   * Builds the tree of `leaves` (from `leafOf`, in any order).
   * @param keccak256 One in JavaScript by default.
   * Throws `EmptyTree`, `DuplicateLeaf` or `InvalidHex`.
   */
  static of(leaves: readonly Hex[], keccak256?: Keccak256): MerkleTree {
    const hashes = new Uint8Array(HASH_BYTES * leaves.length);
    leaves.forEach((leaf, index) => {
      writeHex(hashes, HASH_BYTES * index, leaf, HASH_BYTES, "leaf");
    });
    return MerkleTree.ofHashes(hashes, keccak256);
  }

  /**
   * Builds the tree of leaves that lie ready as bytes: 64 bytes per leaf beside them, and 8 more while it is built.
   * @param hashes Leaves of 32 bytes, one after the other, in any order. They are read, not kept.
   * @param keccak256 One in JavaScript by default, which takes four times as long as one in WebAssembly.
   * Throws `EmptyTree`, `DuplicateLeaf` or `HashesCutShort`.
   */
  static ofHashes(hashes: Uint8Array, keccak256?: Keccak256): MerkleTree {
    if (hashes.length % HASH_BYTES !== 0) throw new HashesCutShort(hashes.length);
    const count = hashes.length / HASH_BYTES;
    if (count === 0) throw new EmptyTree();
    const nodes = new Uint32Array(HASH_WORDS * (2 * count - 1));
    placeLeaves(nodes, wordsOf(hashes));
    const hashPair = keccak256 ? pairHasherOf(keccak256) : hashPairInto;
    for (let node = count - 2; node >= 0; node--) {
      hashPair(nodes, HASH_WORDS * (2 * node + 1), HASH_WORDS * (2 * node + 2), HASH_WORDS * node);
    }
    return new MerkleTree(nodes, count);
  }

  get root(): Hex {
    return hexHashes(this.#nodes, [0])[0] as Hex;
  }

  /** Sibling hashes from `leaf` up to the root; empty for a tree of one leaf. Throws `LeafNotInTree` or `InvalidHex`. */
  proofOf(leaf: Hex): Hex[] {
    const siblings: number[] = [];
    for (let node = this.#find(leaf); node > 0; node = (node - 1) >> 1) {
      siblings.push(HASH_WORDS * (node % 2 === 0 ? node - 1 : node + 1));
    }
    return hexHashes(this.#nodes, siblings);
  }

  /** Node of a leaf, by binary search: going down from the last node, leaves rise. */
  #find(leaf: Hex): number {
    writeHex(wantedBytes, 0, leaf, HASH_BYTES, "leaf");
    const last = 2 * this.count - 2;
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = compareHashes(this.#nodes, HASH_WORDS * (last - middle), wanted, 0);
      if (order === 0) return last - middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    throw new LeafNotInTree(leaf);
  }
}

/** Bytes that are no whole number of hashes. */
export class HashesCutShort extends WattproofError {
  constructor(lengthBytes: number) {
    super({
      code: "HashesCutShort",
      message: `Leaves of ${HASH_BYTES} bytes each were expected, and ${lengthBytes} bytes are no whole number of them.`,
      next: `Give each leaf's ${HASH_BYTES} bytes, one leaf after the other and nothing else.`,
      facts: { lengthBytes },
    });
  }
}

/** The bytes as words in memory order; copied only where they do not start at a word. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4);
}

/** Writes `leaves` sorted, the smallest last, to the end of `nodes`. */
function placeLeaves(nodes: Uint32Array, leaves: Uint32Array): void {
  const order = sortHashes(leaves);
  let at = nodes.length;
  for (let rank = 0; rank < order.length; rank++) {
    const source = HASH_WORDS * (order[rank] as number);
    at -= HASH_WORDS;
    for (let word = 0; word < HASH_WORDS; word++) nodes[at + word] = leaves[source + word] as number;
    if (rank > 0 && compareHashes(nodes, at, nodes, at + HASH_WORDS) === 0)
      throw new DuplicateLeaf(toHex(new Uint8Array(nodes.buffer, 4 * at, HASH_BYTES)));
  }
}
