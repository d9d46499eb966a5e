import {
  ValueHistoryStartMissing,
  ValueHistoryTooPatchy,
  ValueHistoryTooShort,
  ValueInputInvalid,
  ValueTodayUnknown,
} from "./errors.js";
import { median, quantile } from "./statistics.js";
import type { LeftOutReason, ValueCycle } from "./types.js";

/** Fewest usable cycles for an estimate: five for the reference, and as many again to compare with it. */
export const FEWEST_CYCLES = 10;
/** The reference is the median capacity of this many cycles. */
export const REFERENCE_CYCLES = 5;
/** Latest number of the first cycle: beyond it the battery's start is not in the history. */
const LATEST_FIRST_CYCLE = 10;
/** Fewest cycles that speak for today where most of the last ones are missing. */
const FEWEST_LATEST = 3;
/** Most cycles at the end that may be left out: with more, what the battery gives today is not in the curve. */
const MOST_LEFT_OUT_AT_END = 2;
/** Capacities beyond these, in Ah, were not measured: records count in µAh, and no battery holds a million Ah. */
const MEASURABLE_AH = { least: 1e-6, most: 1e6 } as const;
/** A discharge below this part of its neighbours' upper quartile was cut short. */
const PARTIAL_BELOW = 0.85;
/** A discharge above this part of its neighbours' upper quartile was measured wrongly: no rest gives back that much. */
const IMPLAUSIBLE_ABOVE = 1.15;
/** Neighbours on each side; at the history's ends there are fewer. */
const NEIGHBOURS = 7;
/** If the capacity ever lies this far above the reference, the first cycles were no full discharges. */
const HIGHEST_OF_REFERENCE = 1.15;

/** A history of which every cycle is a plausible full discharge. */
export interface CleanHistory {
  readonly used: readonly ValueCycle[];
  readonly leftOut: readonly { readonly reason: LeftOutReason; readonly count: number }[];
  /** Median discharge capacity of the first five measured cycles, Ah. */
  readonly referenceAh: number;
  readonly firstCycle: number;
  readonly lastCycle: number;
  /** Cycles from birth to the last used one, missing ones included: up to there the curve goes. */
  readonly ageCycles: number;
}

/**
 * Checks a history and leaves out what is no full discharge: cycles without a measurement, partial discharges, and
 * capacities far above their neighbours'. Jumps after a rest (capacity regeneration, a few per cent) stay. Only a later
 * full discharge shows that one was cut short: a history that ends with several low ones may be that of a collapse, and
 * is refused.
 *
 * Throws `ValueInputInvalid`, `ValueHistoryStartMissing`, `ValueHistoryTooShort`, `ValueHistoryTooPatchy`,
 * `ValueTodayUnknown`.
 */
export function cleanHistory(cycles: readonly ValueCycle[]): CleanHistory {
  checkNumbers(cycles);
  const measured = cycles.filter((cycle) => isMeasured(cycle.dischargeCapacityAh));
  if (measured.length < FEWEST_CYCLES) throw new ValueHistoryTooShort(measured.length, FEWEST_CYCLES);
  const used: ValueCycle[] = [];
  let partialCount = 0;
  let implausibleCount = 0;
  measured.forEach((cycle, index) => {
    const around = measured.slice(Math.max(0, index - NEIGHBOURS), index + NEIGHBOURS + 1);
    const usual = quantile(
      around.map((neighbour) => neighbour.dischargeCapacityAh),
      0.75,
    );
    if (cycle.dischargeCapacityAh < PARTIAL_BELOW * usual) partialCount += 1;
    else if (cycle.dischargeCapacityAh > IMPLAUSIBLE_ABOVE * usual) implausibleCount += 1;
    else used.push(cycle);
  });
  if (used.length < FEWEST_CYCLES) throw new ValueHistoryTooShort(used.length, FEWEST_CYCLES);
  refusePatchy(used.length, cycles.length);
  const lastUsed = used.at(-1)?.cycle ?? 0;
  const leftOutAtEnd = cycles.filter(({ cycle }) => cycle > lastUsed).length;
  if (leftOutAtEnd > MOST_LEFT_OUT_AT_END) throw new ValueTodayUnknown(leftOutAtEnd, MOST_LEFT_OUT_AT_END);
  const leftOut = [
    { reason: "noMeasurement", count: cycles.length - measured.length },
    { reason: "partialDischarge", count: partialCount },
    { reason: "aboveItsNeighbours", count: implausibleCount },
  ] as const;
  const firstCycle = cycles[0]?.cycle ?? 0;
  return {
    used,
    leftOut: leftOut.filter(({ count }) => count > 0),
    referenceAh: referenceOf(measured, used),
    firstCycle,
    lastCycle: cycles.at(-1)?.cycle ?? 0,
    ageCycles: firstCycle === 0 ? lastUsed + 1 : lastUsed,
  };
}

/** Cycles up to number `last`, that one included: a history as it was known then. */
export function cyclesUpTo(cycles: readonly ValueCycle[], last: number): ValueCycle[] {
  return cycles.filter(({ cycle }) => cycle <= last);
}

/** The cycles among the last `span` numbers; where fewer than three of them are usable, the last three usable ones. */
export function latest(used: readonly ValueCycle[], span: number): readonly ValueCycle[] {
  const last = used.at(-1)?.cycle ?? 0;
  const within = used.slice(-span).filter(({ cycle }) => cycle > last - span);
  return within.length < FEWEST_LATEST ? used.slice(-FEWEST_LATEST) : within;
}

function isMeasured(capacityAh: number): boolean {
  return capacityAh >= MEASURABLE_AH.least && capacityAh <= MEASURABLE_AH.most;
}

function checkNumbers(cycles: readonly ValueCycle[]): void {
  const first = cycles[0];
  if (first === undefined) throw new ValueHistoryTooShort(0, FEWEST_CYCLES);
  let previous = -1;
  for (const { cycle } of cycles) {
    if (!Number.isSafeInteger(cycle) || cycle <= previous) {
      throw new ValueInputInvalid(
        "cycles",
        `has the number ${cycle} after ${previous}, though numbers are whole and rise`,
      );
    }
    previous = cycle;
  }
  if (first.cycle > LATEST_FIRST_CYCLE) throw new ValueHistoryStartMissing(first.cycle, LATEST_FIRST_CYCLE);
}

function refusePatchy(used: number, given: number): void {
  if (used * 2 < given) {
    throw new ValueHistoryTooPatchy(`Only ${used} of the history's ${given} cycles are full discharges.`, {
      used,
      given,
    });
  }
}

function referenceOf(measured: readonly ValueCycle[], used: readonly ValueCycle[]): number {
  const referenceAh = median(measured.slice(0, REFERENCE_CYCLES).map((cycle) => cycle.dischargeCapacityAh));
  const highest = quantile(
    used.map((cycle) => cycle.dischargeCapacityAh),
    0.9,
  );
  if (highest > HIGHEST_OF_REFERENCE * referenceAh) {
    throw new ValueHistoryTooPatchy(
      `Later discharges gave ${highest.toFixed(3)} Ah and the first five only ${referenceAh.toFixed(3)} Ah, so these were not full.`,
      { highestAh: highest, referenceAh },
    );
  }
  return referenceAh;
}
