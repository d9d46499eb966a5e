import { ValueInputInvalid } from "./errors.js";
import { rounded } from "./rounding.js";
import { median } from "./statistics.js";
import type { ValueCycle, ValueEstimate, ValuePrices, ValueRange } from "./types.js";

/** Equal steps of capacity in which the way to the end of life is added up. */
const STEPS = 20;

/** Highest voltage of a battery, V: an energy of more Wh per Ah was not measured. */
const HIGHEST_VOLTAGE = 2_000;
/** Prices above it are no prices. */
const HIGHEST_PRICE = 1e12;

/** Refuses prices that are no amounts. Throws `ValueInputInvalid`. */
export function checkPrices({ currency, perKWhThroughput, scrap = 0 }: ValuePrices): void {
  if (typeof currency !== "string" || currency === "") throw new ValueInputInvalid("currency", "is not named");
  const amounts = { perKWhThroughput, scrap };
  for (const [name, amount] of Object.entries(amounts)) {
    if (!(amount >= 0 && amount <= HIGHEST_PRICE)) throw new ValueInputInvalid(name, "is no amount of zero or more");
  }
}

/** Wh per Ah: the median of those discharges that state their energy; null if none does. */
export function energyPerCharge(cycles: readonly ValueCycle[]): number | null {
  const ratios = cycles
    .map(({ dischargeEnergyWh, dischargeCapacityAh }) => (dischargeEnergyWh ?? 0) / dischargeCapacityAh)
    .filter((volts) => volts > 0 && volts <= HIGHEST_VOLTAGE);
  return ratios.length === 0 ? null : median(ratios);
}

/**
 * Energy to be discharged from health `from` down to `to` (fractions of the reference), kWh, if every cycle is a full
 * one: step by step, the step's cycles times the energy of a discharge in its middle.
 */
export function remainingThroughputKWh(way: {
  readonly cyclesTo: (health: number) => ValueRange;
  readonly from: number;
  readonly to: number;
  /** Energy of a discharge at health 1, Wh. */
  readonly whPerHealth: number;
}): ValueRange {
  const sum = { p10: 0, p50: 0, p90: 0 };
  let before: ValueRange = { ...sum };
  const dropPerStep = (way.from - way.to) / STEPS;
  for (let step = 1; step <= STEPS; step += 1) {
    const cycles = way.cyclesTo(way.from - step * dropPerStep);
    const kWh = ((way.from - (step - 0.5) * dropPerStep) * way.whPerHealth) / 1000;
    sum.p10 += (cycles.p10 - before.p10) * kWh;
    sum.p50 += (cycles.p50 - before.p50) * kWh;
    sum.p90 += (cycles.p90 - before.p90) * kWh;
    before = cycles;
  }
  return sum;
}

/** What the battery is worth: its remaining throughput at its price, and what it is worth as material in the end. */
export function valueRange(prices: ValuePrices, throughputKWh: ValueRange): NonNullable<ValueEstimate["value"]> {
  const worth = (kWh: number) => rounded(kWh * prices.perKWhThroughput + (prices.scrap ?? 0));
  const { p10, p50, p90 } = throughputKWh;
  return { currency: prices.currency, p10: worth(p10), p50: worth(p50), p90: worth(p90) };
}
