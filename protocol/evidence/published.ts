import type { CycleCounters, Measured } from "../records/chargeCycle.js";
import { countersHashOf } from "../records/structHash.js";
import { HARMFUL_TOTALS } from "./harmful.js";
import type { PublishedCounters } from "./roots.js";

const ASCENDING = [
  "chargeCount",
  "dischargeCount",
  "numberOfFullCycles",
  "energyThroughputMicroWh",
  "capacityThroughputMicroAh",
] as const satisfies readonly (keyof CycleCounters)[];

/** Where a record stands: its device's position among the battery's, then its sequence. */
export interface Standing {
  readonly rank: number;
  readonly sequence: bigint;
}

/** Below zero if `a` comes before `b` in the battery's history. */
export function compareStandings(a: Standing, b: Standing): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  return a.sequence < b.sequence ? -1 : a.sequence > b.sequence ? 1 : 0;
}

/**
 * What is wrong with a record's counters beside those that the keeper published, one phrase each: the same in the record
 * that they were published from, never higher before it, never lower after it. What a device totals it totals in all of its
 * records, and so does every device after it.
 */
export function checkPublished(
  counters: CycleCounters,
  here: Standing,
  published: PublishedCounters,
  there: Standing,
): string[] {
  const order = compareStandings(here, there);
  if (order === 0) {
    const isSame = countersHashOf(counters) === countersHashOf(published.counters);
    return isSame ? [] : ["its counters are not those that were published from it"];
  }
  const isSameDevice = here.rank === there.rank;
  const follows = (name: keyof Omit<CycleCounters, "salt">) => {
    const [is, was] = [counters[name], published.counters[name]];
    const [earlier, later] = order < 0 ? [is, was] : [was, is];
    if (earlier === null) return later === null || !isSameDevice;
    return later !== null && later >= earlier;
  };
  const told = (value: Measured) => value ?? "not measured";
  return [...ASCENDING, ...HARMFUL_TOTALS]
    .filter((name) => !follows(name))
    .map((name) => {
      const was = told(published.counters[name]);
      return `${name} is ${told(counters[name])}, published of record ${published.sequence} was ${was}`;
    });
}
