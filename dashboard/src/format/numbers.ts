/** Space that does not break a number from its unit. */
export const NO_BREAK_SPACE = "\u00a0";

const formatters = new Map<string, Intl.NumberFormat>();

/** A cached `Intl.NumberFormat`: building one costs far more than using it. */
export function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale}|${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, options);
  formatters.set(key, made);
  return made;
}

/**
 * Writes an integer of smallest units as a plain decimal, without loss.
 * @param value Integer in smallest units.
 * @param decimals How many of its digits stand behind the point.
 */
export function toDecimal(value: bigint, decimals: number): `${number}` {
  const sign = value < 0n ? "-" : "";
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, "0");
  if (decimals === 0) return `${sign}${digits}` as `${number}`;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}` as `${number}`;
}

export interface ScaledNumber {
  readonly value: bigint;
  readonly decimals: number;
  readonly locale: string;
  /** Digits to show behind the point; all of them if absent. */
  readonly fractionDigits?: number;
}

/** An integer of smallest units in the reader's notation; exact below 2^1024, never through a float. */
export function formatScaled({ value, decimals, locale, fractionDigits = decimals }: ScaledNumber): string {
  const options = { minimumFractionDigits: fractionDigits, maximumFractionDigits: fractionDigits };
  return numberFormat(locale, options).format(toDecimal(value, decimals));
}

/** A whole number with the reader's thousands separator. */
export function formatCount(count: number | bigint, locale: string): string {
  return numberFormat(locale, { maximumFractionDigits: 0 }).format(count);
}

/** A fraction as per cent. @param fraction 1 is 100 %. */
export function formatPercent(fraction: number, locale: string, fractionDigits = 1): string {
  const options: Intl.NumberFormatOptions = {
    style: "percent",
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
  };
  return numberFormat(locale, options).format(fraction);
}
