import type { FadeCurve } from "./fade.js";
import type { ValueRange } from "./types.js";

/** What a fresh battery's exponent still grows by until its end of life: the knee that its history does not show yet. */
const KNEE_ALLOWANCE = 0.8;
/** Factors on the logarithm of life ÷ age within which 80 % of the training cases lie. */
const SPREAD = { p10: 0.6, p90: 1.7 } as const;

/** Exponent to go on with towards an end of life at `endFade` below the peak: the less of the way is gone, the more knee. */
export function exponentAhead(curve: FadeCurve, endFade: number): number {
  return curve.exponent + KNEE_ALLOWANCE * Math.max(0, 1 - curve.fade / endFade);
}

/**
 * Cycles until the fade reaches `endFade` (fraction of the reference, since the peak): life = age × (end fade ÷ fade
 * now)^(1 ÷ exponent ahead). Never negative, and never less for a lower end of life.
 */
export function remainingCycles(curve: FadeCurve, ageCycles: number, endFade: number): ValueRange {
  if (endFade <= curve.fade) return { p10: 0, p50: 0, p90: 0 };
  const logLife = Math.log(endFade / curve.fade) / exponentAhead(curve, endFade);
  const after = (factor: number) => ageCycles * Math.expm1(logLife * factor);
  return { p10: after(SPREAD.p10), p50: after(1), p90: after(SPREAD.p90) };
}
