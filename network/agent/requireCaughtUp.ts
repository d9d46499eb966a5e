import { NodeBehind } from "./errors.js";

/** What tells whether a node has the chain as it is now. */
export interface SyncedNode {
  /** The newest block that it has. */
  head(): Promise<{ readonly number: bigint; readonly timestampS: bigint }>;
  /** Whether it knows of newer blocks that it does not have yet. */
  isSyncing(): Promise<boolean>;
}

/** How old a block may be besides the periods, s: clocks differ, and rounds fail. */
const LEEWAY_S = 30;
const PERIODS = 5;

/**
 * Refuses a node that has not caught up with its chain. One that is connected to nobody does not know that it is behind, so the
 * age of its newest block counts as well; on a chain that stands, nobody counts as caught up.
 * @param nowMs This moment, Unix ms.
 * @throws NodeBehind, and what the node's questions throw
 */
export async function requireCaughtUp(node: SyncedNode, blockPeriodS: number, nowMs: number): Promise<void> {
  const [isSyncing, { number, timestampS }] = await Promise.all([node.isSyncing(), node.head()]);
  const ageS = Math.round(nowMs / 1000 - Number(timestampS));
  if (isSyncing || ageS > LEEWAY_S + PERIODS * blockPeriodS) throw new NodeBehind(number, ageS, isSyncing);
}
