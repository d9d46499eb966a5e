import { latest } from "./history.js";
import { detectableFade } from "./noise.js";
import type { FadeParameters } from "./parameters.js";
import { median } from "./statistics.js";
import type { ValueCycle } from "./types.js";

/** The history is cut into this many equal parts, */
const MOST_PARTS = 20;
/** unless they would hold fewer cycles than this. */
const FEWEST_CYCLES_PER_PART = 3;
/** Today's fade is that of the median of the last nine cycles: long enough to see over a rest's regeneration. */
const TREND_SPAN = 9;
/**
 * Exponents that are tried. The lowest is that of fade by a growing surface layer alone, which slows with the square
 * root of age; above the highest, a curve is a cliff.
 */
const EXPONENT = { lowest: 0.5, highest: 6, step: 0.1 } as const;

/**
 * Mean squared misfit that an exponent a factor e from the usual one costs: a third of a per cent of capacity, squared,
 * which is what a point may be off. Nothing was fitted here; half or four times as much changes little.
 */
const PULL = 1e-5;

/** A point of the fade curve. */
export interface FadePoint {
  /** Mean cycle number of a part of the history ÷ the battery's age: 0 at birth, 1 now. */
  readonly age: number;
  /** Peak − median capacity of the part; zero before the peak. As every fade here a fraction of the reference. */
  readonly fade: number;
}

/** How a battery has faded so far. */
export interface FadeHistory {
  readonly points: readonly FadePoint[];
  /** Highest point of the capacity curve, as a fraction of the reference. */
  readonly peak: number;
  /** Fade from the peak to today. */
  readonly fade: number;
  /** Least fade that can be told from the scatter of single cycles. */
  readonly detectable: number;
}

/**
 * Draws the battery's own fade curve: the history is cut into equal parts, each part's median is a point, and the
 * highest is the peak, from where the fade counts. A part's median is deaf to jumps and outliers; counting from the
 * peak keeps an initial rise from being taken for a negative fade.
 */
export function fadeHistoryOf(used: readonly ValueCycle[], referenceAh: number, ageCycles: number): FadeHistory {
  const health = used.map((cycle) => cycle.dischargeCapacityAh / referenceAh);
  const parts = Math.min(MOST_PARTS, Math.floor(used.length / FEWEST_CYCLES_PER_PART));
  const curve = Array.from({ length: parts }, (_, part) => {
    const from = Math.floor((part * used.length) / parts);
    const to = Math.floor(((part + 1) * used.length) / parts);
    const meanCycle = used.slice(from, to).reduce((sum, { cycle }) => sum + cycle, 0) / (to - from);
    return { age: meanCycle / ageCycles, health: median(health.slice(from, to)) };
  });
  const peak = Math.max(...curve.map((point) => point.health));
  const peakPart = curve.findIndex((point) => point.health === peak);
  const points = curve.map((point, part) => ({ age: point.age, fade: part < peakPart ? 0 : peak - point.health }));
  const trend = latest(used, TREND_SPAN).map((cycle) => cycle.dischargeCapacityAh / referenceAh);
  return {
    points,
    peak,
    fade: Math.max(0, peak - median(trend)),
    detectable: detectableFade(health, used.length / parts, trend.length),
  };
}

/**
 * The exponent at which `fade today × age^exponent` passes nearest to the points, drawn towards the usual one: the least
 * sum of the mean squared misfit and the pull's cost.
 */
export function exponentOf({ points, fade }: FadeHistory, { usualExponent }: FadeParameters): number {
  let best = { cost: Number.POSITIVE_INFINITY, exponent: usualExponent };
  const tries = Math.round((EXPONENT.highest - EXPONENT.lowest) / EXPONENT.step);
  for (let step = 0; step <= tries; step += 1) {
    const exponent = EXPONENT.lowest + step * EXPONENT.step;
    const misfit = points.reduce((sum, point) => sum + (point.fade - fade * point.age ** exponent) ** 2, 0);
    const cost = misfit / points.length + PULL * Math.log(exponent / usualExponent) ** 2;
    if (cost < best.cost) best = { cost, exponent };
  }
  return best.exponent;
}
