import { type Hex, ZERO_HASH } from "../../protocol/hex.js";
import type { Keccak256 } from "../../protocol/merkle/keccak.js";
import { leavesOf } from "../../protocol/merkle/leaf.js";
import { MerkleTree } from "../../protocol/merkle/tree.js";

/** A leaf that is in no batch yet. */
export interface BatchLeaf {
  /** Position in the order of acceptance. */
  readonly id: number;
  readonly structHash: Hex;
  /** Time that the leaf counts for, Unix seconds. */
  readonly timestampS: number;
  readonly isGap: boolean;
}

/** What a batch is, before anything is sent. */
export interface ComposedBatch {
  /** Position in the stream; the first is 1. */
  readonly sequence: number;
  readonly firstId: number;
  readonly lastId: number;
  /** Leaves, gaps included. */
  readonly count: number;
  readonly gaps: number;
  readonly root: Hex;
  /** Root of the batch before; zero for the first. */
  readonly previousRoot: Hex;
  /** Earliest and latest time that its leaves count for, Unix seconds. */
  readonly fromS: number;
  readonly toS: number;
}

/**
 * Composes the next batch of a stream. The same leaves after the same batch give the same batch.
 * @param leaves In the order of acceptance, at least one.
 * @param last The batch before, if there is one.
 * @param keccak256 From `fastKeccak`; the one of `protocol` by default.
 * Throws `EmptyTree` or `DuplicateLeaf`.
 */
export function composeBatch(
  leaves: readonly BatchLeaf[],
  last: { readonly sequence: number; readonly root: Hex } | undefined,
  keccak256?: Keccak256,
): ComposedBatch {
  const structHashes = leaves.map(({ structHash }) => structHash);
  const { root } = MerkleTree.ofHashes(leavesOf(structHashes, keccak256), keccak256);
  let [fromS, toS, gaps] = [Number.POSITIVE_INFINITY, 0, 0];
  for (const { timestampS, isGap } of leaves) {
    fromS = Math.min(fromS, timestampS);
    toS = Math.max(toS, timestampS);
    if (isGap) gaps += 1;
  }
  return {
    sequence: (last?.sequence ?? 0) + 1,
    firstId: leaves[0]?.id ?? 0,
    lastId: leaves.at(-1)?.id ?? 0,
    count: leaves.length,
    gaps,
    root,
    previousRoot: last?.root ?? ZERO_HASH,
    fromS,
    toS,
  };
}
