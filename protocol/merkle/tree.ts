import { DuplicateLeaf, EmptyTree, LeafNotInTree } from "../errors.js";
import { fromHex, type Hex, toHex, writeHex } from "../hex.js";
import { HASH_WORDS, hashPairInto } from "./hashPair.js";

const HASH_BYTES = 32;

/**
 * Merkle tree whose root and proofs equal those of OpenZeppelin's `StandardMerkleTree` with sorted leaves. All nodes lie
 * in one array of 32 bytes each: the root first, node i's children at 2i + 1 and 2i + 2, the sorted leaves at the end in
 * reverse.
 */
export class MerkleTree {
  readonly #nodes: Uint8Array;
  /** Number of leaves. */
  readonly count: number;

  private constructor(nodes: Uint8Array, count: number) {
    this.#nodes = nodes;
    this.count = count;
  }

  /**
   * Builds the tree of `leaves` (from `leafOf`, in any order).
   * Throws `EmptyTree`, `DuplicateLeaf` or `InvalidHex`.
   */
  static of(leaves: readonly Hex[]): MerkleTree {
    const count = leaves.length;
    if (count === 0) throw new EmptyTree();
    const nodes = new Uint8Array(HASH_BYTES * (2 * count - 1));
    placeLeaves(nodes, leaves);
    const words = new Uint32Array(nodes.buffer);
    for (let node = count - 2; node >= 0; node--) {
      hashPairInto(words, HASH_WORDS * (2 * node + 1), HASH_WORDS * (2 * node + 2), HASH_WORDS * node);
    }
    return new MerkleTree(nodes, count);
  }

  get root(): Hex {
    return this.#nodeAt(0);
  }

  /** Sibling hashes from `leaf` up to the root; empty for a tree of one leaf. Throws `LeafNotInTree` or `InvalidHex`. */
  proofOf(leaf: Hex): Hex[] {
    const proof: Hex[] = [];
    for (let node = this.#find(leaf); node > 0; node = (node - 1) >> 1) {
      proof.push(this.#nodeAt(node % 2 === 0 ? node - 1 : node + 1));
    }
    return proof;
  }

  /** Node of a leaf, by binary search: going down from the last node, leaves rise. */
  #find(leaf: Hex): number {
    const wanted = fromHex(leaf, HASH_BYTES, "leaf");
    const last = 2 * this.count - 2;
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = compareHashes(this.#nodes, HASH_BYTES * (last - middle), wanted, 0);
      if (order === 0) return last - middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    throw new LeafNotInTree(leaf);
  }

  #nodeAt(node: number): Hex {
    return toHex(this.#nodes.subarray(HASH_BYTES * node, HASH_BYTES * (node + 1)));
  }
}

/** Writes `leaves` sorted, the smallest last, to the end of `nodes`. */
function placeLeaves(nodes: Uint8Array, leaves: readonly Hex[]): void {
  const unsorted = new Uint8Array(HASH_BYTES * leaves.length);
  // The first four bytes decide nearly every comparison; the full one is for the rest.
  const prefixes = new Uint32Array(leaves.length);
  const order = new Uint32Array(leaves.length);
  const view = new DataView(unsorted.buffer);
  leaves.forEach((leaf, index) => {
    writeHex(unsorted, HASH_BYTES * index, leaf, HASH_BYTES, "leaf");
    prefixes[index] = view.getUint32(HASH_BYTES * index);
    order[index] = index;
  });
  order.sort(
    (a, b) =>
      (prefixes[a] as number) - (prefixes[b] as number) ||
      compareHashes(unsorted, HASH_BYTES * a, unsorted, HASH_BYTES * b),
  );
  order.forEach((index, rank) => {
    const start = HASH_BYTES * index;
    const before = HASH_BYTES * (order[rank - 1] ?? 0);
    if (rank > 0 && compareHashes(unsorted, start, unsorted, before) === 0)
      throw new DuplicateLeaf(leaves[index] as Hex);
    nodes.set(unsorted.subarray(start, start + HASH_BYTES), nodes.length - HASH_BYTES * (rank + 1));
  });
}

/** Negative, zero or positive as the 32 bytes at `a[aAt]` are before, equal to or after those at `b[bAt]`. */
function compareHashes(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number): number {
  for (let at = 0; at < HASH_BYTES; at++) {
    const difference = (a[aAt + at] as number) - (b[bAt + at] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}
