import { median } from "./statistics.js";
import type { ValueCycle } from "./types.js";

/** A point of the capacity curve: the median of one part of the history. */
interface CurvePoint {
  /** Mean cycle number of the part ÷ the battery's age: 0 at birth, 1 now. */
  readonly age: number;
  /** Median capacity ÷ reference. */
  readonly health: number;
}

/** How a battery has faded so far: `peak − fade × (age)^exponent`, age 1 being now. */
export interface FadeCurve {
  readonly points: number;
  /** Highest point of the curve, as a fraction of the reference. */
  readonly peak: number;
  /** Fade since the peak, now, as a fraction of the reference. */
  readonly fade: number;
  readonly exponent: number;
}

/** The history is cut into this many equal parts, */
const MOST_PARTS = 20;
/** unless they would hold fewer cycles than this. */
const FEWEST_CYCLES_PER_PART = 3;
/** Exponents that are tried. */
const EXPONENT = { lowest: 0.3, highest: 6, step: 0.05 } as const;
/** What a cell's history usually shows once it says enough, and how strongly a short history is drawn there. */
const USUAL_EXPONENT = 2;
const PULL = 1.6e-5;

/**
 * Draws the battery's own fade curve: the history cut into equal parts, the median of each, the highest of them as the
 * peak, and the power of age that fits the fade since then with the least squares. The median of a part is deaf to
 * single jumps and outliers; the peak lets an initial rise be no negative fade.
 */
export function fadeCurveOf(used: readonly ValueCycle[], referenceAh: number, lastCycle: number): FadeCurve {
  const points = curvePoints(used, referenceAh, Math.max(1, lastCycle));
  const peak = Math.max(...points.map(({ health }) => health));
  const peakIndex = points.findIndex(({ health }) => health === peak);
  const fades = points.map(({ age, health }, index) => ({ age, fade: index < peakIndex ? 0 : peak - health }));
  let best = { misfit: Number.POSITIVE_INFINITY, fade: 0, exponent: USUAL_EXPONENT };
  for (let step = 0; EXPONENT.lowest + step * EXPONENT.step <= EXPONENT.highest; step += 1) {
    const exponent = EXPONENT.lowest + step * EXPONENT.step;
    const fitted = leastSquares(fades, exponent);
    const misfit = fitted.meanSquare + PULL * Math.log(exponent / USUAL_EXPONENT) ** 2;
    if (misfit < best.misfit) best = { misfit, fade: fitted.fade, exponent };
  }
  return { points: points.length, peak, fade: best.fade, exponent: best.exponent };
}

function curvePoints(used: readonly ValueCycle[], referenceAh: number, lastCycle: number): CurvePoint[] {
  const parts = Math.min(MOST_PARTS, Math.floor(used.length / FEWEST_CYCLES_PER_PART));
  return Array.from({ length: parts }, (_, part) => {
    const cycles = used.slice(Math.floor((part * used.length) / parts), Math.floor(((part + 1) * used.length) / parts));
    const meanCycle = cycles.reduce((sum, { cycle }) => sum + cycle, 0) / cycles.length;
    return {
      age: meanCycle / lastCycle,
      health: median(cycles.map((cycle) => cycle.dischargeCapacityAh)) / referenceAh,
    };
  });
}

/** The fade now that brings `fade × age^exponent` nearest to the points, and the mean square of what remains. */
function leastSquares(points: readonly { age: number; fade: number }[], exponent: number) {
  let product = 0;
  let square = 0;
  for (const { age, fade } of points) {
    product += fade * age ** exponent;
    square += age ** (2 * exponent);
  }
  const fadeNow = Math.max(0, product / square);
  const meanSquare =
    points.reduce((sum, { age, fade }) => sum + (fade - fadeNow * age ** exponent) ** 2, 0) / points.length;
  return { fade: fadeNow, meanSquare };
}
