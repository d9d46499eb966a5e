import type { CycleCounters } from "../records/chargeCycle.js";
import { countersHashOf } from "../records/structHash.js";
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
 * that they were published from, never higher before it, never lower after it.
 */
export function checkPublished(
  counters: CycleCounters,
  here: Standing,
  published: PublishedCounters,
  there: Standing,
): string[] {
  const { sequence } = published;
  const order = compareStandings(here, there);
  if (order === 0) {
    const isSame = countersHashOf(counters) === countersHashOf(published.counters);
    return isSame ? [] : ["its counters are not those that were published from it"];
  }
  return ASCENDING.filter((name) =>
    order < 0 ? counters[name] > published.counters[name] : counters[name] < published.counters[name],
  ).map((name) => `${name} is ${counters[name]}, published of record ${sequence} was ${published.counters[name]}`);
}
