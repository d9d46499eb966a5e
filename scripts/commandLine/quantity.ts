import { decimalOf } from "./decimal.js";

/** Units by their symbols: decimals of each over the smallest. */
export type Units = Readonly<Record<string, number>>;

const QUANTITY = /^([0-9.]+) ?([A-Za-z]+)$/;

/** A decimal with its unit, in whole smallest units; undefined for any other text. */
export function quantityOf(text: string, units: Units): bigint | undefined {
  const [, amount = "", unit = ""] = QUANTITY.exec(text) ?? [];
  const decimals = Object.hasOwn(units, unit) ? units[unit] : undefined;
  return decimals === undefined ? undefined : decimalOf(amount, decimals);
}

/** `expected`, and how the unit is written where only its letter case is wrong. */
export function withSpelling(expected: string, text: string, units: Units): string {
  const [, amount = "", unit = ""] = QUANTITY.exec(text) ?? [];
  if (Object.hasOwn(units, unit)) return expected;
  const meant = Object.keys(units).find((each) => each.toLowerCase() === unit.toLowerCase());
  return meant === undefined ? expected : `${expected} Write ${amount}${meant}.`;
}
