import type { HistoryColumns } from "../verify/history.js";

/** A corrected cycle as the chart marks it; values in per cent of the rated capacity. */
export interface CorrectionMark {
  readonly cycle: number;
  readonly earlier: number;
  readonly latest: number;
}

/** A battery's health as a line over its cycles; a missing cycle breaks the line. */
export interface HealthLine {
  /** Index into the columns for each x; null where the line breaks. */
  readonly indexes: readonly (number | null)[];
  readonly cycles: readonly number[];
  /** Discharged charge of the cycle, per cent of the rated capacity. */
  readonly healths: readonly (number | null)[];
  /** Runs of missing cycles, both ends inclusive. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
  readonly corrections: readonly CorrectionMark[];
  /** Lowest and highest health that is drawn, earlier versions included. */
  readonly lowest: number;
  readonly highest: number;
}

const PER_CENT = 100;

/** Shapes a proven history for the chart. */
export function lineOfHealth({ cycles: numbers, dischargeAh, corrected, ratedAh }: HistoryColumns): HealthLine {
  const indexes: (number | null)[] = [];
  const cycles: number[] = [];
  const healths: (number | null)[] = [];
  const gaps: { from: number; to: number }[] = [];
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  const healthOf = (ah: number) => {
    const health = (ah / ratedAh) * PER_CENT;
    lowest = Math.min(lowest, health);
    highest = Math.max(highest, health);
    return health;
  };
  numbers.forEach((cycle, index) => {
    const before = cycles.at(-1);
    if (before !== undefined && cycle > before + 1) {
      gaps.push({ from: before + 1, to: cycle - 1 });
      indexes.push(null);
      cycles.push(before + 1);
      healths.push(null);
    }
    indexes.push(index);
    cycles.push(cycle);
    healths.push(healthOf(dischargeAh[index] ?? 0));
  });
  const corrections = corrected.map(({ index, earlier }) => ({
    cycle: numbers[index] ?? 0,
    earlier: healthOf(earlier[0]?.dischargeAh ?? 0),
    latest: healthOf(dischargeAh[index] ?? 0),
  }));
  return { indexes, cycles, healths, gaps, corrections, lowest, highest };
}

/** Where the end of life is expected, in cycles since birth. */
export interface Reach {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** What the health chart shows beside the line; per cent. */
export interface HealthFrame {
  readonly endOfLife: number | null;
  readonly reach: Reach | null;
}

/** The rated capacity itself. */
export const RATED_PERCENT = 100;
const MARGIN = 0.06;
/** The expected end of life takes at most this much of the history's width. */
const MOST_AHEAD = 1.25;

/** Lowest and highest value along y: around what is drawn, the rated capacity and the end of life. */
export function healthRange(line: HealthLine, { endOfLife }: HealthFrame): [number, number] {
  const lowest = Math.min(line.lowest, endOfLife ?? RATED_PERCENT, RATED_PERCENT);
  const highest = Math.max(line.highest, RATED_PERCENT);
  const margin = Math.max((highest - lowest) * MARGIN, 1);
  return [Math.max(0, lowest - margin), highest + margin];
}

/** First and last cycle along x: the history and, where it is not too far off, the expected end of life. */
export function cycleRange(line: HealthLine, { reach }: HealthFrame): [number, number] {
  const first = line.cycles[0] ?? 0;
  const last = line.cycles.at(-1) ?? 1;
  const width = Math.max(1, last - first);
  const to = reach === null ? last : Math.max(last, Math.min(reach.p90, last + width * MOST_AHEAD));
  return [Math.min(first, to - 1), to + (to > last ? width * 0.02 : 0)];
}
