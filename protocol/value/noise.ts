import { median } from "./statistics.js";

/** Whatever the scatter: a smaller fade is no basis for an extrapolation to sixty times as much. */
const LEAST_FADE = 0.002;
/** Standard deviations that the fade has to stand out by. */
const DEVIATIONS = 2;
/** Median absolute deviation → standard deviation, for a normal distribution. */
const NORMAL = 1.4826;

/**
 * Least fade (fraction of the reference) that is no chance: two standard deviations of a part's median and of today's.
 * The scatter of single cycles comes from the differences between neighbours, so that the fade itself is not in it.
 */
export function detectableFade(health: readonly number[], cyclesPerPart: number, trendCycles: number): number {
  const differences = health.slice(1).map((value, index) => value - (health[index] ?? value));
  const usual = median(differences);
  const deviation = NORMAL * median(differences.map((difference) => Math.abs(difference - usual)));
  const scatter = deviation / Math.SQRT2;
  return Math.max(LEAST_FADE, DEVIATIONS * scatter * (1 / Math.sqrt(cyclesPerPart) + 1 / Math.sqrt(trendCycles)));
}
