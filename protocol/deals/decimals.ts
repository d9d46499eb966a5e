import { type Read, UnexpectedValue } from "../json/readers.js";

/** Thirty-three digits before the point: a uint128 of millionths. */
const DECIMAL = /^(-?)(0|[1-9][0-9]{0,32})(?:\.([0-9]{1,6}))?$/;

/** `text` as a whole number of 10^-decimals; undefined for what is no plain decimal, is -0, or has more decimals. */
export function decimalOf(text: string, decimals: number): bigint | undefined {
  const [, sign, whole, fraction = ""] = DECIMAL.exec(text) ?? [];
  if (whole === undefined || fraction.length > decimals) return undefined;
  const units = BigInt(whole + fraction.padEnd(decimals, "0"));
  if (sign === "") return units;
  return units === 0n ? undefined : -units;
}

/** A whole number of 10^-decimals as the shortest decimal. */
export function decimalText(units: bigint, decimals: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, "0");
  const fraction = digits.slice(-decimals).replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -decimals)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** A decimal in text, in whole 10^-decimals from `least` to `most`. */
export function decimal(decimals: number, least: bigint, most: bigint): Read<bigint> {
  return (value) => {
    const units = typeof value === "string" ? decimalOf(value, decimals) : undefined;
    if (units === undefined || units < least || units > most) {
      const range = `from ${decimalText(least, decimals)} to ${decimalText(most, decimals)}`;
      throw new UnexpectedValue(`a number in quotes ${range} with at most ${decimals} decimals`);
    }
    return units;
  };
}
