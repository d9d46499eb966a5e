import type { CycleCounters } from "../records/chargeCycle.js";

/** The counters that follow from the records alone. */
export type CountedTotals = Pick<
  CycleCounters,
  "chargeCount" | "dischargeCount" | "energyThroughputMicroWh" | "capacityThroughputMicroAh"
>;

/** By how much a record may raise a total. */
export interface Rise {
  readonly least: bigint;
  readonly most: bigint;
}

/** What a record must add to the counters: one cycle and what it discharged, or what a correction makes of that. */
export interface CounterStep {
  /** 1 for an original, 0 for a correction. */
  readonly newCycles: bigint;
  readonly energyMicroWh: Rise;
  readonly capacityMicroAh: Rise;
  /** How many records were lost since the last cycle. */
  readonly lost: bigint;
}

/**
 * What is wrong with a cycle's counters, one phrase each; none if they follow. Lost records may each have held one cycle
 * of unknown size or a correction, so after n of them the counts may be up to n higher and the throughput higher, never
 * lower.
 */
export function checkCounters(counters: CycleCounters, before: CountedTotals, step: CounterStep): string[] {
  const wrong: string[] = [];
  const { lost } = step;
  const chargeCount = before.chargeCount + step.newCycles;
  const lostCycles = counters.chargeCount - chargeCount;
  if (lostCycles < 0n || lostCycles > lost) {
    wrong.push(`chargeCount is ${counters.chargeCount}, the records give ${range(chargeCount, chargeCount + lost)}`);
  }
  const dischargeCount = before.dischargeCount + step.newCycles;
  if (counters.dischargeCount - dischargeCount !== lostCycles) {
    const expected = range(dischargeCount, dischargeCount + lost);
    wrong.push(`dischargeCount is ${counters.dischargeCount}, the records give ${expected}`);
  }
  for (const [name, rise] of [
    ["energyThroughputMicroWh", step.energyMicroWh],
    ["capacityThroughputMicroAh", step.capacityMicroAh],
  ] as const) {
    const [least, most] = [before[name] + rise.least, before[name] + rise.most];
    if (counters[name] < least || (counters[name] > most && lost === 0n)) {
      wrong.push(`${name} is ${counters[name]}, the records give ${range(least, most)}`);
    }
  }
  return wrong;
}

/** What is wrong with counters of which nothing is known but where they began, at the factory gate. */
export function checkFloor(counters: CycleCounters, factory: CountedTotals, newCycles: bigint): string[] {
  return (["chargeCount", "dischargeCount"] as const)
    .filter((name) => counters[name] < factory[name] + newCycles)
    .map((name) => `${name} is ${counters[name]}, the factory's alone is ${factory[name]}`);
}

/** What is wrong with the number of full cycles, which follows from the throughput. */
export function checkFullCycles(counters: CycleCounters, ratedCapacityMicroAh: bigint): string[] {
  const fullCycles = counters.capacityThroughputMicroAh / ratedCapacityMicroAh;
  if (counters.numberOfFullCycles === fullCycles) return [];
  return [`numberOfFullCycles is ${counters.numberOfFullCycles}, its throughput gives ${fullCycles}`];
}

function range(least: bigint, most: bigint): string {
  return least === most ? `${least}` : `${least} to ${most}`;
}
