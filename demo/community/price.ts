import { PriceInvalid } from "../errors.js";

export const WH_PER_KWH = 1_000n;

/** Token units in a thousandth of one unit of money: the token has six decimals. */
const UNITS_PER_MILLI = 1_000n;

/** Highest price that `SupplyAgreements` takes, token units per kWh. */
const MAX_PRICE_PER_KWH = 10_000_000_000n;

/**
 * Token units per kWh from a price in money. At most three decimals, so that every Wh costs whole units and money is
 * exact, and no more than an agreement may name. Throws `PriceInvalid`.
 * @param price For example `1.20`.
 */
export function parsePrice(price: string): bigint {
  const match = /^(\d{1,9})(?:\.(\d{1,3}))?$/.exec(price);
  const [, whole, fraction = ""] = match ?? [];
  if (whole === undefined) throw new PriceInvalid(price);
  const units = (BigInt(whole) * 1_000n + BigInt(fraction.padEnd(3, "0"))) * UNITS_PER_MILLI;
  if (units === 0n || units > MAX_PRICE_PER_KWH) throw new PriceInvalid(price);
  return units;
}
