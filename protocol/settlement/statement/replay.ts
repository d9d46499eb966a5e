import { type Hex, ZERO_HASH } from "../../hex.js";
import { type HeadStep, nextHead } from "../head.js";
import { SettledHeadMismatch } from "./errors.js";

/** Intervals of a supplier's meter, one after the other, up to the head that the contract holds. */
export interface SettledChain<Step extends HeadStep = HeadStep> {
  readonly exportMeter: Hex;
  /** Head before the first of `intervals`; zero if that is the meter's first. */
  readonly headBefore: Hex;
  readonly intervals: readonly Step[];
  /** `EnergySettlement.headOf(exportMeter)`, asked of somebody who is trusted. */
  readonly head: Hex;
}

/**
 * Proves a meter's intervals: whatever was changed, left out or added leads to another head.
 * @returns The head after each interval. Throws `SettledHeadMismatch`.
 */
export function replayChain({ exportMeter, headBefore, intervals, head: expected }: SettledChain): Hex[] {
  let head = headBefore;
  const heads = intervals.map((interval) => {
    head = nextHead(head, interval);
    return head;
  });
  if (head !== expected) throw new SettledHeadMismatch({ exportMeter, found: head, expected });
  return heads;
}

/** A chain from a meter's first interval on. */
export function wholeChain<Step extends HeadStep>(of: Omit<SettledChain<Step>, "headBefore">): SettledChain<Step> {
  return { ...of, headBefore: ZERO_HASH };
}
