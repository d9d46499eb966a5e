import type { CycleBody } from "../records/chargeCycle.js";
import type { PassportFacts } from "./passport.js";

/** A battery's running counters after a cycle. */
interface Counters {
  readonly chargeCount: bigint;
  readonly dischargeCount: bigint;
  readonly energyThroughputMicroWh: bigint;
  readonly capacityThroughputMicroAh: bigint;
}

/**
 * Recomputes a battery's counters from its factory counts and every cycle since: each cycle record is one charge and one
 * discharge, throughput is the sum of what was discharged. Lost records may each have held one cycle of unknown size, so
 * after n of them the counts may be up to n higher and the throughput higher, never lower.
 */
export class CounterTrail {
  readonly #ratedCapacityMicroAh: bigint;
  #counters: Counters | undefined;
  #lost = 0n;

  constructor(passport: PassportFacts) {
    this.#ratedCapacityMicroAh = passport.ratedCapacityMicroAh;
    this.#counters = {
      chargeCount: BigInt(passport.factoryChargeCount),
      dischargeCount: BigInt(passport.factoryDischargeCount),
      energyThroughputMicroWh: 0n,
      capacityThroughputMicroAh: 0n,
    };
  }

  /** Notes that `count` sequences passed of which no record is at hand. */
  lose(count: bigint): void {
    this.#lost += count;
  }

  /** Notes that the order of records broke, so that the next cycle's counters are taken as they come. */
  forget(): void {
    this.#counters = undefined;
  }

  /** What is wrong with the next cycle's counters, one phrase each; none if they follow. Goes on from what it states. */
  check(body: CycleBody): string[] {
    const wrong = this.#counters === undefined ? [] : this.#compare(body, this.#counters);
    const fullCycles =
      this.#ratedCapacityMicroAh > 0n ? body.capacityThroughputMicroAh / this.#ratedCapacityMicroAh : 0n;
    if (body.numberOfFullCycles !== fullCycles) {
      wrong.push(`numberOfFullCycles is ${body.numberOfFullCycles}, its throughput gives ${fullCycles}`);
    }
    this.#counters = body;
    this.#lost = 0n;
    return wrong;
  }

  #compare(body: CycleBody, before: Counters): string[] {
    const wrong: string[] = [];
    const chargeCount = before.chargeCount + 1n;
    const lostCycles = body.chargeCount - chargeCount;
    if (lostCycles < 0n || lostCycles > this.#lost) {
      wrong.push(`chargeCount is ${body.chargeCount}, the records give ${upTo(chargeCount, this.#lost)}`);
    }
    const dischargeCount = before.dischargeCount + 1n;
    if (body.dischargeCount - dischargeCount !== lostCycles) {
      wrong.push(`dischargeCount is ${body.dischargeCount}, the records give ${upTo(dischargeCount, this.#lost)}`);
    }
    for (const [name, discharged] of [
      ["energyThroughputMicroWh", body.dischargeMicroWh],
      ["capacityThroughputMicroAh", body.dischargeMicroAh],
    ] as const) {
      const expected = before[name] + discharged;
      if (body[name] < expected || (body[name] > expected && lostCycles === 0n)) {
        wrong.push(`${name} is ${body[name]}, the records give ${expected}`);
      }
    }
    return wrong;
  }
}

function upTo(least: bigint, more: bigint): string {
  return more === 0n ? `${least}` : `${least} to ${least + more}`;
}
