import type { Reach } from "../../series/health.js";
import type { ValueAnswer } from "../../verify/value.js";

/** Where along the cycles an estimate expects the end of life; null where there is nothing ahead to show. */
export function reachOf(answer: ValueAnswer | undefined): Reach | null {
  if (answer?.kind !== "estimated") return null;
  const { remainingCycles, evidence } = answer.estimate;
  if (evidence.endOfLifeReached) return null;
  const { p10, p50, p90 } = remainingCycles;
  return { p10: evidence.lastCycle + p10, p50: evidence.lastCycle + p50, p90: evidence.lastCycle + p90 };
}
