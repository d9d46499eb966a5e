import type { Cycle } from "../../../api/types.js";

/** A battery's cycles as a line over its records; a missing record breaks the line. */
export interface CycleLine {
  /** Index into the cycles for each x; null where the line breaks. */
  readonly indexes: readonly (number | null)[];
  readonly sequences: readonly number[];
  readonly dischargedAh: readonly (number | null)[];
  /** Runs of missing records, both ends inclusive. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
}

const MICRO = 1_000_000;

/** Shapes cycles for the chart. @param cycles In sequence order. */
export function lineOfCycles(cycles: readonly Cycle[]): CycleLine {
  const indexes: (number | null)[] = [];
  const sequences: number[] = [];
  const dischargedAh: (number | null)[] = [];
  const gaps: { from: number; to: number }[] = [];
  cycles.forEach((cycle, index) => {
    const sequence = Number(cycle.sequence);
    const before = sequences.at(-1);
    if (before !== undefined && sequence > before + 1) {
      gaps.push({ from: before + 1, to: sequence - 1 });
      indexes.push(null);
      sequences.push(before + 1);
      dischargedAh.push(null);
    }
    indexes.push(index);
    sequences.push(sequence);
    dischargedAh.push(Number(cycle.dischargeMicroAh) / MICRO);
  });
  return { indexes, sequences, dischargedAh, gaps };
}
