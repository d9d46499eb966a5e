import { InvalidArgumentError } from "commander";
import { decimalOf, MILLI_DECIMALS } from "../../protocol/index.js";

/** Thousandths of a reading and its bounds are an int64. */
const BEYOND = 2n ** 63n;

/** A bound of a sensor's readings, also below zero, with at most three decimals; stays text, as conditions have it. */
export function parseBound(text: string): string {
  const milli = decimalOf(text, MILLI_DECIMALS);
  if (milli === undefined || milli < -BEYOND || milli >= BEYOND) {
    throw new InvalidArgumentError("It is a number with at most three decimals, such as -18.5.");
  }
  return text;
}
