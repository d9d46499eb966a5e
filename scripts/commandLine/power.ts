import { InvalidArgumentError } from "commander";
import { quantityOf, withSpelling } from "./quantity.js";

/** Decimals of each unit over one W. */
const POWER_UNITS = { W: 0, kW: 3, MW: 6 };

/** A power above zero and at most `mostW` with its unit, W; or the number of W alone, where `plain` allows it. */
export function parsePowerUpTo(text: string, mostW: bigint, plain = false): bigint {
  const powerW = quantityOf(plain && /^[0-9]+$/.test(text) ? `${text}W` : text, POWER_UNITS);
  if (!powerW || powerW > mostW) {
    const example = plain ? "5kW, 5000W or 5000" : "5kW or 11040W";
    const expected = `It is a power in whole W${plain ? "" : " with its unit"}, such as ${example}.`;
    throw new InvalidArgumentError(withSpelling(expected, text, POWER_UNITS));
  }
  return powerW;
}
