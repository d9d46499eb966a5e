import { formatScaled, NO_BREAK_SPACE, toDecimal } from "./numbers.js";

export interface Money {
  /** Smallest token units. */
  readonly units: bigint;
  readonly decimals: number;
  readonly currency: string;
}

const SHOWN_DIGITS = 2;

/** Money to the cent, without its currency, rounded half away from zero for reading only. */
export function formatMoneyNumber({ units, decimals }: Money, locale: string): string {
  return formatScaled({ value: units, decimals, locale, fractionDigits: SHOWN_DIGITS });
}

/** Money to the cent, with its currency after it. */
export function formatMoney(money: Money, locale: string): string {
  return `${formatMoneyNumber(money, locale)}${NO_BREAK_SPACE}${money.currency}`;
}

/** Money to its last unit, for a hint or an audit. */
export function exactMoney({ units, decimals, currency }: Money): string {
  return `${toDecimal(units, decimals)}${NO_BREAK_SPACE}${currency}`;
}

/** A price per kWh with as many digits as it needs, two at least. */
export function formatPrice(money: Money, locale: string): string {
  const fraction = toDecimal(money.units, money.decimals).split(".")[1] ?? "";
  const fractionDigits = Math.max(SHOWN_DIGITS, fraction.replace(/0+$/, "").length);
  const price = formatScaled({ value: money.units, decimals: money.decimals, locale, fractionDigits });
  return `${price}${NO_BREAK_SPACE}${money.currency}`;
}
