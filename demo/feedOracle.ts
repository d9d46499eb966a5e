import { setTimeout as sleep } from "node:timers/promises";
import type { Oracle } from "../oracle/index.js";
import type { SignedRecord } from "../protocol/index.js";

/** How long the devices wait before they send again what was refused for now, ms. */
const RETRY_MS = 50;

/**
 * Hands records to the oracle in order, and again as long as it refuses them for now.
 * Rejections for good are the oracle's to list. Throws the signal's reason once it is aborted.
 */
export async function feedOracle(oracle: Oracle, records: readonly SignedRecord[], signal: AbortSignal): Promise<void> {
  let waiting = records;
  while (waiting.length > 0) {
    signal.throwIfAborted();
    const results = await oracle.submit(waiting);
    waiting = waiting.filter((_, index) => results[index]?.outcome === "refused");
    if (waiting.length > 0) await sleep(RETRY_MS, undefined, { signal });
  }
}
