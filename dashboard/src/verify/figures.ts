import type { CounterValues, EvidenceFigures, HarmfulEvents } from "../../../protocol/index.js";

/** Counters of SPEC 99100, in the order in which they are shown. */
export const COUNTER_NAMES = [
  "chargeCount",
  "dischargeCount",
  "numberOfFullCycles",
  "energyThroughputMicroWh",
  "capacityThroughputMicroAh",
] as const satisfies readonly (keyof CounterValues)[];
export type CounterName = (typeof COUNTER_NAMES)[number];

/** Harmful events of Annex VII, in the order in which they are shown. */
export const EVENT_NAMES = [
  "deepDischargeCount",
  "overChargeCount",
  "timeExtremeHighTempMs",
  "timeExtremeLowTempMs",
  "timeExtremeHighTempChargingMs",
  "timeExtremeLowTempChargingMs",
] as const satisfies readonly (keyof HarmfulEvents)[];
export type EventName = (typeof EVENT_NAMES)[number];

/** What a faultless file proves, without its cycles: small however long the history is. */
export interface ReportFigures extends Omit<EvidenceFigures, "cycles" | "corrections"> {
  /** The first of the gaps. */
  readonly gaps: EvidenceFigures["gaps"];
  readonly gapCount: number;
  readonly correctionCount: number;
}

/** A report names this many gaps and counts the rest. */
const MOST_GAPS = 100;

/** Leaves the cycles out, which go to the page as columns. */
export function reportFiguresOf({ cycles: _cycles, corrections, gaps, ...rest }: EvidenceFigures): ReportFigures {
  return { ...rest, gaps: gaps.slice(0, MOST_GAPS), gapCount: gaps.length, correctionCount: corrections.length };
}
