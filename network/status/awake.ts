import type { Hex } from "../../protocol/index.js";
import { type SealedBlock, sealersOf } from "./sealedBlock.js";

/** Rounds of all validators in which one that is awake proposed or sealed, most surely. */
const ROUNDS = 4;
const FEWEST_BLOCKS = 16;
const MOST_BLOCKS = 100;

/** How many of the newest blocks tell who is awake. @param validators How many there are. */
export function blocksToBeSeenIn(validators: number): number {
  return Math.min(MOST_BLOCKS, Math.max(FEWEST_BLOCKS, ROUNDS * validators));
}

/** Who made or sealed one of these blocks. */
export function activeIn(blocks: readonly SealedBlock[]): ReadonlySet<Hex> {
  return new Set(blocks.flatMap((block) => [block.proposer, ...sealersOf(block)]));
}
