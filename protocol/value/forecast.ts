import type { FadeParameters } from "./parameters.js";
import type { ValueRange } from "./types.js";

export const NOTHING_LEFT: ValueRange = { p10: 0, p50: 0, p90: 0 };

/** A battery's own fade curve: fade = fade today × (cycle ÷ age)^exponent, fades being fractions of the reference. */
export interface FadeCurve {
  readonly ageCycles: number;
  readonly fade: number;
  readonly exponent: number;
}

/**
 * Exponent to go on with towards an end of life at `endFade`: the history's own, and the more of the knee allowance the
 * less of the way is gone. Cells fade with a knee, and an early history does not show it yet.
 */
export function exponentAhead({ fade, exponent }: FadeCurve, endFade: number, kneeAllowance: number): number {
  return exponent + kneeAllowance * Math.max(0, 1 - fade / endFade);
}

/**
 * Cycles until the fade since the peak reaches `endFade`: life = age × (end fade ÷ fade today)^(1 ÷ exponent ahead).
 * Never negative, and never fewer for a lower end of life.
 */
export function remainingCycles(curve: FadeCurve, endFade: number, parameters: FadeParameters): ValueRange {
  if (endFade <= curve.fade) return NOTHING_LEFT;
  const logLife = Math.log(endFade / curve.fade) / exponentAhead(curve, endFade, parameters.kneeAllowance);
  const cyclesAt = (factor: number) => curve.ageCycles * Math.expm1(logLife * factor);
  return { p10: cyclesAt(parameters.p10Factor), p50: cyclesAt(1), p90: cyclesAt(parameters.p90Factor) };
}
