import { formatScaled, NO_BREAK_SPACE } from "./numbers.js";

const WH_PER_KWH_DIGITS = 3;

/** Energy in kWh to the Wh, without its unit. @param wh Whole watt-hours. */
export function formatKWhNumber(wh: bigint, locale: string): string {
  return formatScaled({ value: wh, decimals: WH_PER_KWH_DIGITS, locale });
}

/** Energy in kWh to the Wh, with its unit. @param wh Whole watt-hours. */
export function formatKWh(wh: bigint, locale: string): string {
  return `${formatKWhNumber(wh, locale)}${NO_BREAK_SPACE}kWh`;
}
