/** Eighteen digits before the point: more money, and more energy, than there is. */
const DECIMAL = /^(0|[1-9][0-9]{0,17})(?:\.([0-9]+))?$/;

/** `text` as a whole number of 10^-decimals; undefined for what is no plain decimal or has more decimals. */
export function decimalOf(text: string, decimals: number): bigint | undefined {
  const [, whole, fraction = ""] = DECIMAL.exec(text) ?? [];
  if (whole === undefined || fraction.length > decimals) return undefined;
  return BigInt(whole + fraction.padEnd(decimals, "0"));
}
