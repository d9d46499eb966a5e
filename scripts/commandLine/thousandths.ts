import { InvalidArgumentError } from "commander";
import { decimalOf } from "./decimal.js";

const DECIMALS = 3;
const MOST = 2n ** 64n - 1n;

/** A quantity of units in thousandths of one: `12.5` is 12500. */
export function parseThousandths(text: string): bigint {
  const thousandths = decimalOf(text, DECIMALS);
  if (thousandths === undefined || thousandths === 0n || thousandths > MOST) {
    throw new InvalidArgumentError("It is a number above zero with at most three decimals, such as 12.5.");
  }
  return thousandths;
}
