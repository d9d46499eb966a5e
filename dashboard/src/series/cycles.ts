import type { Cycle } from "../../../api/types.js";
import { dischargeCycles } from "../../../protocol/value/dischargeCycles.js";

/** A battery's cycles as a line, each as its latest version tells it; a missing cycle breaks the line. */
export interface CycleLine {
  /** Index into the records of the version that counts, for each x; null where the line breaks. */
  readonly indexes: readonly (number | null)[];
  /** Number of the cycle's discharge since birth: goes on where one device follows another. */
  readonly numbers: readonly number[];
  readonly dischargedAh: readonly (number | null)[];
  /** Runs of missing cycles, both ends inclusive. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
}

const MICRO = 1_000_000;

/** Shapes cycles for the chart. @param records Cycles and their corrections, in history order. */
export function lineOfCycles(records: readonly Cycle[]): CycleLine {
  const indexes: (number | null)[] = [];
  const numbers: number[] = [];
  const dischargedAh: (number | null)[] = [];
  const gaps: { from: number; to: number }[] = [];
  const places = new Map(records.map(({ recordHash }, index) => [recordHash, index]));
  // A correction is shown in the place of what it corrects.
  const originals = records.flatMap(({ supersedes, supersededBy, dischargeCount }, index) =>
    supersedes === null ? [{ index, supersededBy, dischargeCount }] : [],
  );
  for (const { index, supersededBy, dischargeCount } of dischargeCycles(originals)) {
    const number = Number(dischargeCount);
    const before = numbers.at(-1);
    if (before !== undefined && number > before + 1) {
      gaps.push({ from: before + 1, to: number - 1 });
      indexes.push(null);
      numbers.push(before + 1);
      dischargedAh.push(null);
    }
    const latest = (supersededBy === null ? undefined : places.get(supersededBy)) ?? index;
    indexes.push(latest);
    numbers.push(number);
    dischargedAh.push(Number(records[latest]?.dischargeMicroAh ?? 0) / MICRO);
  }
  return { indexes, numbers, dischargedAh, gaps };
}
