import { formatDuration } from "./duration.js";
import { formatKWh, formatKWhNumber } from "./energy.js";
import { exactMoney, formatMoney, formatMoneyNumber, formatPrice, type Money } from "./money.js";
import { formatCount, formatPercent, formatScaled, NO_BREAK_SPACE } from "./numbers.js";
import { formatClock, formatDay, formatMoment, formatMomentWithZone, formatWeekday } from "./time.js";

/** An integer as the API sends it or as the page has computed it. */
export type Integer = string | bigint;

export interface Formats {
  readonly locale: string;
  readonly currency: string;
  readonly kWh: (wh: Integer) => string;
  readonly kWhNumber: (wh: Integer) => string;
  readonly ampereHours: (microAh: Integer) => string;
  readonly wattHours: (microWh: Integer) => string;
  readonly celsius: (milliC: Integer) => string;
  readonly money: (units: Integer) => string;
  readonly moneyNumber: (units: Integer) => string;
  readonly exactMoney: (units: Integer) => string;
  readonly price: (units: Integer) => string;
  readonly count: (count: number | Integer) => string;
  readonly percent: (fraction: number, fractionDigits?: number) => string;
  readonly duration: (seconds: number) => string;
  readonly moment: (timestampS: number | Integer) => string;
  readonly momentWithZone: (timestampS: number | Integer) => string;
  readonly day: (timestampS: number | Integer) => string;
  readonly weekday: (timestampS: number | Integer) => string;
  readonly clock: (timestampS: number | Integer) => string;
}

export interface FormatsOptions {
  readonly locale: string;
  readonly timeZone?: string;
  /** Unknown until the chain's description has come. */
  readonly currency?: string | undefined;
  readonly decimals?: number | undefined;
}

const MICRO_DIGITS = 6;
const MILLI_DIGITS = 3;

/** Every format of the page, bound to a locale, a zone and a currency. */
export function createFormats({ locale, timeZone, currency, decimals }: FormatsOptions): Formats {
  const place = { locale, timeZone };
  const known = currency !== undefined && decimals !== undefined;
  const moneyOf = (units: Integer): Money => ({
    units: BigInt(units),
    decimals: decimals ?? 0,
    currency: currency ?? "",
  });
  // An amount without its currency and scale would be a wrong amount.
  const orDots = (write: (money: Money) => string) => (units: Integer) => (known ? write(moneyOf(units)) : "…");
  const micro = (value: Integer, fractionDigits: number, unit: string) =>
    `${formatScaled({ value: BigInt(value), decimals: MICRO_DIGITS, locale, fractionDigits })}${NO_BREAK_SPACE}${unit}`;
  return {
    locale,
    currency: currency ?? "",
    kWh: (wh) => formatKWh(BigInt(wh), locale),
    kWhNumber: (wh) => formatKWhNumber(BigInt(wh), locale),
    ampereHours: (microAh) => micro(microAh, 3, "Ah"),
    wattHours: (microWh) => micro(microWh, 2, "Wh"),
    celsius: (milliC) =>
      `${formatScaled({ value: BigInt(milliC), decimals: MILLI_DIGITS, locale, fractionDigits: 1 })}${NO_BREAK_SPACE}°C`,
    money: orDots((money) => formatMoney(money, locale)),
    moneyNumber: orDots((money) => formatMoneyNumber(money, locale)),
    exactMoney: orDots(exactMoney),
    price: orDots((money) => formatPrice(money, locale)),
    count: (count) => formatCount(typeof count === "string" ? BigInt(count) : count, locale),
    percent: (fraction, fractionDigits) => formatPercent(fraction, locale, fractionDigits),
    duration: (seconds) => formatDuration(seconds, locale),
    moment: (timestampS) => formatMoment(Number(timestampS), place),
    momentWithZone: (timestampS) => formatMomentWithZone(Number(timestampS), place),
    day: (timestampS) => formatDay(Number(timestampS), place),
    weekday: (timestampS) => formatWeekday(Number(timestampS), place),
    clock: (timestampS) => formatClock(Number(timestampS), place),
  };
}
