import { WattproofError } from "../errors.js";

/** Energy that is offered or wanted over a time, as if evenly spread. */
export interface EnergyOver {
  /** Unix seconds; the end is exclusive. */
  readonly startS: number;
  readonly endS: number;
  readonly energyWh: bigint;
}

/** How far a price may go. */
export interface PriceBounds {
  /** Lowest price, token units per kWh, above zero: what the grid would pay for the surplus. */
  readonly floor: bigint;
  /** Highest price, token units per kWh: what the consumer would pay to the grid. */
  readonly ceiling: bigint;
  /** Largest change in one run, millionths of the present price. */
  readonly maxStepPpm: bigint;
}

export interface AutopriceInput extends PriceBounds {
  /** Price of now, token units per kWh. */
  readonly pricePerKWh: bigint;
  /** What is left of the own advert, over what is left of its window. */
  readonly own: EnergyOver;
  /** What is left of others' open adverts. */
  readonly others: readonly EnergyOver[];
  /** What consumers are expected to want. */
  readonly demand: readonly EnergyOver[];
}

export interface AutopriceResult {
  /** The price to ask now, token units per kWh. */
  readonly pricePerKWh: bigint;
  /** Where the price would be without the bound on its step, token units per kWh. */
  readonly targetPerKWh: bigint;
  /** What is offered within the own window, the own advert included, Wh. */
  readonly supplyWh: bigint;
  /** What is wanted within the own window, Wh. */
  readonly demandWh: bigint;
}

const PPM = 1_000_000n;

/**
 * The price of an advert by supply and demand, `wattproof-autoprice/1`.
 *
 * 1. Supply `S` is the own rest and, of each other advert, the share of its rest that its window shares with the own; demand `D`
 *    likewise. Shares are rounded down to whole Wh.
 * 2. The target is `floor` where `S ≥ D`, else `floor × ceiling × D ÷ ((ceiling − floor) × S + floor × D)`, rounded down: the
 *    selling price by the ratio of supply to demand after Liu et al., IEEE Transactions on Power Systems 32(5), 2017. It runs
 *    from `ceiling`, where nothing is offered, to `floor`, where all demand is met.
 * 3. The price moves towards the target by at most `maxStepPpm` of itself, at least by one unit, and is then brought within
 *    `floor` and `ceiling`, which count more than the step.
 *
 * The same input gives the same price. More supply never raises it, more demand never lowers it.
 * @throws AutopriceInputInvalid
 */
export function autoprice(input: AutopriceInput): AutopriceResult {
  requireUsable(input);
  const { pricePerKWh, own, others, demand, floor, ceiling, maxStepPpm } = input;
  const supplyWh = own.energyWh + sharedBy(own, others);
  const demandWh = sharedBy(own, demand);
  const targetPerKWh =
    supplyWh >= demandWh ? floor : (floor * ceiling * demandWh) / ((ceiling - floor) * supplyWh + floor * demandWh);
  const step = largest(1n, (pricePerKWh * maxStepPpm) / PPM);
  const stepped = between(pricePerKWh - step, targetPerKWh, pricePerKWh + step);
  return { pricePerKWh: between(floor, stepped, ceiling), targetPerKWh, supplyWh, demandWh };
}

/**
 * What consumers will want over a time if they go on as they did.
 * @param acceptedWh What was accepted, Wh, within `lookBackS` seconds. @param window When they may want it.
 */
export function demandAsBefore(
  acceptedWh: bigint,
  lookBackS: number,
  { startS, endS }: Pick<EnergyOver, "startS" | "endS">,
): EnergyOver {
  return { startS, endS, energyWh: (acceptedWh * BigInt(endS - startS)) / BigInt(lookBackS) };
}

function sharedBy(own: EnergyOver, all: readonly EnergyOver[]): bigint {
  return all.reduce((sum, { startS, endS, energyWh }) => {
    const sharedS = Math.min(own.endS, endS) - Math.max(own.startS, startS);
    return sharedS <= 0 ? sum : sum + (energyWh * BigInt(sharedS)) / BigInt(endS - startS);
  }, 0n);
}

function requireUsable({ pricePerKWh, own, others, demand, floor, ceiling, maxStepPpm }: AutopriceInput): void {
  const say = (reason: string) => new AutopriceInputInvalid(reason);
  if (floor < 1n) throw say("the floor is not above zero");
  if (ceiling < floor) throw say("the ceiling is below the floor");
  if (maxStepPpm < 1n || maxStepPpm > PPM) throw say("the largest step is not above zero and at most the whole price");
  if (pricePerKWh < 1n) throw say("the present price is not above zero");
  for (const { startS, endS, energyWh } of [own, ...others, ...demand]) {
    if (!Number.isSafeInteger(startS) || !Number.isSafeInteger(endS) || endS <= startS || energyWh < 0n) {
      throw say(`the ${energyWh} Wh from second ${startS} to ${endS} are no energy over a time`);
    }
  }
}

function largest(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function between(low: bigint, value: bigint, high: bigint): bigint {
  if (value < low) return low;
  return value > high ? high : value;
}

/** Prices, bounds or amounts that no price can be made of. */
export class AutopriceInputInvalid extends WattproofError {
  constructor(reason: string) {
    super({
      code: "AutopriceInputInvalid",
      message: `No price can be made of this: ${reason}.`,
      next: "Give a floor above zero, a ceiling at or above it, a step of up to 100 %, and energy of at least zero over a time.",
      facts: { reason },
    });
  }
}
