import { setTimeout as sleep } from "node:timers/promises";
import { WattproofError } from "../../protocol/index.js";
import type { OpenedNetwork } from "../folder/openNetwork.js";
import { blockPeriodS, requestTimeoutS } from "../genesis/blockPeriod.js";
import type { BesuNode } from "../rpc/besuNode.js";

/** A chain that has stood for this long is not waited for any longer, s. */
const LONGEST_LOOK_S = 15;
const LOOK_MS = 500;

/** Two periods and a round that failed, s: a moving chain has a new block within it. */
function patienceS(genesis: OpenedNetwork["genesis"]): number {
  return 2 * blockPeriodS(genesis) + requestTimeoutS(genesis);
}

/** Whether a head is as young as that of a moving chain. @param ageS By this machine's clock and the proposer's, s. */
export function isFresh(genesis: OpenedNetwork["genesis"], head: { readonly number: bigint; readonly ageS: number }) {
  return head.number > 0n && Math.abs(head.ageS) <= patienceS(genesis);
}

/** Whether one of these nodes gets a block above `height` while they are looked at: clocks may differ, heights do not lie so. */
export async function advances(
  genesis: OpenedNetwork["genesis"],
  readers: readonly BesuNode[],
  height: bigint,
  signal?: AbortSignal,
): Promise<boolean> {
  if (readers.length === 0) return false;
  const untilMs = performance.now() + 1000 * Math.min(patienceS(genesis), LONGEST_LOOK_S);
  while (performance.now() < untilMs) {
    await sleep(LOOK_MS, undefined, signal ? { signal } : {});
    const heights = await Promise.all(readers.map(heightNow));
    if (heights.some((now) => now > height)) return true;
  }
  return false;
}

/** -1 for a node that stopped answering meanwhile. */
async function heightNow(reader: BesuNode): Promise<bigint> {
  try {
    return await reader.height();
  } catch (error) {
    if (error instanceof WattproofError) return -1n;
    throw error;
  }
}
