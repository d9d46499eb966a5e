import { InvalidArgumentError } from "commander";
import { decimalOf } from "../../commandLine/decimal.js";
import { parseDuration } from "../../commandLine/duration.js";
import { moneyOf } from "../../commandLine/money.js";
import { parsePowerUpTo } from "../../commandLine/power.js";

const UINT64_MAX = 2n ** 64n - 1n;
const UINT32_MAX = 2 ** 32 - 1;

/** An amount of money per kWh, token units; may be zero. */
export function parsePrice(text: string): bigint {
  const units = moneyOf(text);
  if (units === undefined || units > UINT64_MAX) {
    throw new InvalidArgumentError("It is an amount per kWh with at most six decimals, such as 1.20.");
  }
  return units;
}

/** A price per kWh above zero, token units. */
export function parseUnitPrice(text: string): bigint {
  const units = parsePrice(text);
  if (units === 0n) throw new InvalidArgumentError("It is an amount per kWh above zero, such as 1.20.");
  return units;
}

/** A connection's power with its unit, W. */
export function parsePower(text: string): number {
  return Number(parsePowerUpTo(text, BigInt(UINT32_MAX)));
}

/** A notice, which may be none, s. */
export function parseNotice(text: string): number {
  return text === "0" ? 0 : parseDuration(text);
}

const PPM_DECIMALS = 4;

/** A share of more than nothing and at most all, millionths. */
export function parsePercent(text: string): bigint {
  const ppm = text.endsWith("%") ? decimalOf(text.slice(0, -1), PPM_DECIMALS) : undefined;
  if (ppm === undefined || ppm === 0n || ppm > 1_000_000n) {
    throw new InvalidArgumentError("It is a share of up to 100 %, such as 5%.");
  }
  return ppm;
}

/** An advert's number. */
export function parseAdvert(text: string): number {
  const number = /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : 0;
  if (number === 0 || number > UINT32_MAX) throw new InvalidArgumentError("It is the number of an advert, such as 12.");
  return number;
}
