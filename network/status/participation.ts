import { quorumOf } from "../../protocol/bft/index.js";
import type { Hex } from "../../protocol/index.js";
import { activeIn, blocksToBeSeenIn } from "./awake.js";
import type { BlockCopy, SealedBlock } from "./sealedBlock.js";

/**
 * `blunt` is a validator whose seals rarely get into a block, such as one whose network is slower than the others';
 * `agile` any other. The pilot of GSMA, China Unicom and Wanxiang found and named both kinds. `silent` is one that neither made nor
 * sealed any of the newest blocks, and `new` one that was to seal too few yet for any of it.
 */
export type Agility = "agile" | "blunt" | "silent" | "new";

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
/** One of four equals is in fewer than half of its share of eight copies once in 250 times. */
const FEWEST_JUDGED = 8;

/**
 * Counts each validator's part in blocks. A copy has the first seals that made a quorum, so that of equals each is in
 * quorum / validators of them, and a missing seal alone proves nothing: hence rates over many blocks.
 * @param blocks Any number, newest first. @returns In the order of addresses.
 */
export function participationIn(blocks: readonly SealedBlock[]): readonly Participation[] {
  const addresses = [...new Set(blocks.flatMap(({ validators }) => validators))].sort();
  const active = activeIn(blocks.slice(0, blocksToBeSeenIn(blocks[0]?.validators.length ?? 0)));
  return addresses.map((address) => {
    const own = blocks.filter(({ validators }) => validators.includes(address));
    const seen = own.flatMap((block) => copiesFor(address, block));
    const sealed = seen.filter(({ sealers }) => sealers.includes(address)).length;
    const average = own.reduce(
      (sum, block) =>
        sum + (copiesFor(address, block).length * quorumOf(block.validators.length)) / block.validators.length,
      0,
    );
    const isBlunt = sealed < BLUNT_SHARE * average;
    return {
      address,
      copies: seen.length,
      sealed,
      proposed: own.filter(({ proposer }) => proposer === address).length,
      agility: own.length < FEWEST_JUDGED ? "new" : !active.has(address) ? "silent" : isBlunt ? "blunt" : "agile",
    };
  });
}

/** Its own copy counts only where there is no other. */
function copiesFor(address: Hex, { copies }: SealedBlock): readonly BlockCopy[] {
  const others = copies.filter(({ holder }) => holder !== address);
  return others.length > 0 ? others : copies;
}
