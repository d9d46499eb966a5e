import type { WattproofError } from "../../protocol/errors.js";
import { type FadeHistory, fadeHistoryOf } from "../../protocol/value/fade.js";
import { type CleanHistory, cleanHistory, cyclesUpTo } from "../../protocol/value/history.js";
import { median } from "../../protocol/value/statistics.js";
import type { Cell } from "./cells.js";

/** One question to the method: at this age, how long until this end of life? */
export interface Case {
  readonly cell: Cell;
  /** Fraction of the reference. */
  readonly endOfLife: number;
  /** Part of its life that the cell has behind it. */
  readonly point: number;
  /** First cycle from which the capacity stays below the end of life. */
  readonly life: number;
  readonly age: number;
  /** What the method may see, or why that is too little. */
  readonly seen: { readonly history: CleanHistory; readonly fades: FadeHistory } | null;
  readonly refusal: string | null;
}

/** Half of the window of the running median that tells when a cell's life was over. */
const HALF_WINDOW = 2;
const REFERENCE_CYCLES = 5;

/** Cases of all cells that reach the ends of life; the method may see of a cell what `shownAs` makes of it. */
export function casesOf(
  cells: readonly Cell[],
  endsOfLife: readonly number[],
  points: readonly number[],
  shownAs: (cell: Cell) => Cell = (cell) => cell,
): Case[] {
  return cells.flatMap((cell) =>
    endsOfLife.flatMap((endOfLife) => {
      const life = lifeOf(cell, endOfLife);
      return life === null ? [] : points.map((point) => caseOf(shownAs(cell), endOfLife, point, life));
    }),
  );
}

/** First cycle from which the running median of five stays below the end of life, or null if the test ended before. */
export function lifeOf(cell: Cell, endOfLife: number): number | null {
  const measured = cell.cycles.filter(({ dischargeCapacityAh }) => dischargeCapacityAh > 0);
  const capacities = measured.map(({ dischargeCapacityAh }) => dischargeCapacityAh);
  const referenceAh = median(capacities.slice(0, REFERENCE_CYCLES));
  const smooth = capacities.map((_, index) => {
    const half = Math.min(HALF_WINDOW, index, capacities.length - 1 - index);
    return median(capacities.slice(index - half, index + half + 1)) / referenceAh;
  });
  const lastAbove = smooth.findLastIndex((health) => health >= endOfLife);
  return measured[lastAbove + 1]?.cycle ?? null;
}

function caseOf(cell: Cell, endOfLife: number, point: number, life: number): Case {
  const age = Math.round(life * point);
  const base = { cell, endOfLife, point, life, age };
  try {
    const history = cleanHistory(cyclesUpTo(cell.cycles, age));
    const fades = fadeHistoryOf(history.used, history.referenceAh, history.ageCycles);
    const alive = fades.peak - fades.fade >= endOfLife;
    if (alive && fades.fade < fades.detectable) return { ...base, seen: null, refusal: "ValueNoFadeYet" };
    return { ...base, seen: { history, fades }, refusal: null };
  } catch (error) {
    return { ...base, seen: null, refusal: (error as WattproofError).code };
  }
}
