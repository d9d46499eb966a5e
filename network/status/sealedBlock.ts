import type { ValidatorVote } from "../../protocol/bft/index.js";
import type { Hex } from "../../protocol/index.js";

/** The seals in one node's copy of a block: the first that made a quorum where it was. */
export interface BlockCopy {
  /** Address of the node that holds it. */
  readonly holder: Hex;
  readonly sealers: readonly Hex[];
}

/** Who made a block, and whose seals nodes hold for it. */
export interface SealedBlock {
  readonly number: bigint;
  readonly hash: Hex;
  /** Unix seconds, as the proposer says. */
  readonly timestampS: bigint;
  readonly proposer: Hex;
  /** Zero if the first proposer whose turn it was made it. */
  readonly round: number;
  /** What its proposer voted on a validator, if it did. */
  readonly vote: ValidatorVote | null;
  /** Those that were to seal it. */
  readonly validators: readonly Hex[];
  /** One or more: each validator keeps the seals that reached it first, so that copies differ. */
  readonly copies: readonly BlockCopy[];
}

/** Whose seals nodes hold for a block, in the order of their addresses. */
export function sealersOf({ copies }: SealedBlock): readonly Hex[] {
  return [...new Set(copies.flatMap(({ sealers }) => sealers))].sort();
}
