import type { ValueRange } from "./types.js";

const DIGITS = 1e6;

/**
 * `value` to six decimals: engines may differ in a power's last bits, and the estimate is to be the same everywhere.
 */
export function rounded(value: number): number {
  return Math.round(value * DIGITS) / DIGITS;
}

export function roundedRange({ p10, p50, p90 }: ValueRange, round: (value: number) => number): ValueRange {
  return { p10: round(p10), p50: round(p50), p90: round(p90) };
}
