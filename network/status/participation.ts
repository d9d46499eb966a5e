import { quorumOf, type ValidatorVote } from "../../protocol/bft/index.js";
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

/**
 * `blunt` is a validator whose seals rarely get into a block, such as one whose network is slower than the others';
 * `agile` any other. The pilot of GSMA, China Unicom and Wanxiang found and named both kinds.
 */
export type Agility = "agile" | "blunt";

/** What one validator had of a number of blocks. */
export interface Participation {
  readonly address: Hex;
  /** Copies of blocks that it was to seal, without its own: there its seal is always the first. */
  readonly copies: number;
  /** Those of them that hold its seal. */
  readonly sealed: number;
  /** Blocks that it made. */
  readonly proposed: number;
  readonly agility: Agility;
}

/** Below half of the seals that a validator has on average, it is blunt. */
const BLUNT_SHARE = 0.5;

/**
 * Counts each validator's part in blocks. A copy has the first seals that made a quorum, so that of equals each is in
 * quorum / validators of them, and a missing seal alone proves nothing: hence rates over many blocks.
 * @param blocks Any number. @returns In the order of addresses.
 */
export function participationIn(blocks: readonly SealedBlock[]): readonly Participation[] {
  const addresses = [...new Set(blocks.flatMap(({ validators }) => validators))].sort();
  return addresses.map((address) => {
    const own = blocks.filter(({ validators }) => validators.includes(address));
    const seen = own.flatMap((block) => copiesFor(address, block));
    const sealed = seen.filter(({ sealers }) => sealers.includes(address)).length;
    const average = own.reduce(
      (sum, block) =>
        sum + (copiesFor(address, block).length * quorumOf(block.validators.length)) / block.validators.length,
      0,
    );
    return {
      address,
      copies: seen.length,
      sealed,
      proposed: own.filter(({ proposer }) => proposer === address).length,
      agility: sealed < BLUNT_SHARE * average ? "blunt" : "agile",
    };
  });
}

/** Whose seals nodes hold for a block, in the order of their addresses. */
export function sealersOf({ copies }: SealedBlock): readonly Hex[] {
  return [...new Set(copies.flatMap(({ sealers }) => sealers))].sort();
}

/** Its own copy counts only where there is no other. */
function copiesFor(address: Hex, { copies }: SealedBlock): readonly BlockCopy[] {
  const others = copies.filter(({ holder }) => holder !== address);
  return others.length > 0 ? others : copies;
}
