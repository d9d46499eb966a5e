import { NO_BREAK_SPACE, numberFormat } from "./numbers.js";

/** Digits behind the point with which the smaller amounts of a range still say something. */
function digitsFor(largest: number): number {
  if (largest >= 100 || largest === 0) return 0;
  if (largest >= 10) return 1;
  if (largest >= 1) return 2;
  return largest >= 0.1 ? 3 : 4;
}

/** Writes the amounts of one range with the same digits, as many as the largest of them calls for. */
export function rangeFormat(amounts: readonly number[], locale: string): (amount: number) => string {
  const digits = digitsFor(Math.max(...amounts.map(Math.abs)));
  const format = numberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return (amount) => format.format(amount);
}

/** An estimated amount with its unit. */
export function withUnit(amount: string, unit: string): string {
  return `${amount}${NO_BREAK_SPACE}${unit}`;
}

const STEPS = [
  { unit: "GB", bytes: 1e9 },
  { unit: "MB", bytes: 1e6 },
  { unit: "kB", bytes: 1e3 },
] as const;

/** A file's size in the largest unit that it fills. */
export function formatBytes(bytes: number, locale: string): string {
  const step = STEPS.find((candidate) => bytes >= candidate.bytes);
  if (!step) return withUnit(numberFormat(locale, {}).format(bytes), "B");
  return withUnit(numberFormat(locale, { maximumFractionDigits: 1 }).format(bytes / step.bytes), step.unit);
}
