import { InvalidArgumentError } from "commander";
import { MONEY_DECIMALS, shortMoneyText } from "../../protocol/index.js";
import { decimalOf } from "./decimal.js";

/** Exact money such as 12.50 in token units; undefined for any other text. */
export function moneyOf(text: string): bigint | undefined {
  return decimalOf(text, MONEY_DECIMALS);
}

/** Money, token units. None is money too. */
export function parseMoney(text: string): bigint {
  const units = moneyOf(text);
  if (units === undefined) throw new InvalidArgumentError("It is an amount such as 12.50, with at most six decimals.");
  return units;
}

/** An amount of money above zero, token units. */
export function parseAmount(text: string): bigint {
  const units = moneyOf(text);
  if (!units) throw new InvalidArgumentError("It is an amount above zero with at most six decimals, such as 12.50.");
  return units;
}

/** Token units as money, with two decimals at least. */
export const formatMoney = shortMoneyText;
