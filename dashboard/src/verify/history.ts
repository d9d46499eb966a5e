import {
  type CorrectionReason,
  dischargeCycles,
  type EvidenceFigures,
  type EvidenceScope,
  type PassportFacts,
} from "../../../protocol/index.js";

/** An earlier version of a cycle that a later record corrected. */
export interface EarlierVersion {
  readonly sequence: number;
  readonly dischargeAh: number;
}

/** A cycle that was recorded again. */
export interface CorrectedCycle {
  /** Index into the columns. */
  readonly index: number;
  /** Oldest first. */
  readonly earlier: readonly EarlierVersion[];
  readonly reason: CorrectionReason;
}

/**
 * A proven history as columns, one entry per cycle in its latest version, in order: a hundred thousand cycles cross
 * from the worker to the page, and back to be valued, in a few milliseconds.
 */
export interface HistoryColumns {
  /** Number of the cycle's discharge since birth; missing numbers are cycles that never came. */
  readonly cycles: Float64Array;
  /** Sequence of the record whose version counts. */
  readonly sequences: Float64Array;
  readonly timestampsS: Float64Array;
  readonly dischargeAh: Float64Array;
  readonly dischargeWh: Float64Array;
  readonly corrected: readonly CorrectedCycle[];
  /** A part is drawn, but not valued. */
  readonly scope: EvidenceScope;
  readonly ratedAh: number;
  readonly chemistry: string;
}

const MICRO = 1_000_000;

/** Lays a proven history out in columns; null without a cycle. */
export function historyOf(
  { cycles: all, corrections, completeness }: Pick<EvidenceFigures, "cycles" | "corrections" | "completeness">,
  { ratedCapacityMicroAh, chemistry }: PassportFacts,
): HistoryColumns | null {
  const cycles = dischargeCycles(all);
  if (cycles.length === 0) return null;
  const earlierAh = new Map<string, number>();
  const reasons = new Map<string, CorrectionReason>();
  for (const { device, before, after, reason } of corrections) {
    if (before) earlierAh.set(`${device} ${before.sequence}`, Number(before.measured.dischargeMicroAh) / MICRO);
    reasons.set(`${device} ${after.sequence}`, reason);
  }
  const corrected = cycles.flatMap(({ device, latestSequence, supersededSequences }, index) => {
    const reason = reasons.get(`${device} ${latestSequence}`);
    if (supersededSequences.length === 0 || reason === undefined) return [];
    const earlier = supersededSequences.flatMap((sequence) => {
      const dischargeAh = earlierAh.get(`${device} ${sequence}`);
      return dischargeAh === undefined ? [] : [{ sequence: Number(sequence), dischargeAh }];
    });
    return [{ index, earlier, reason }];
  });
  return {
    cycles: Float64Array.from(cycles, ({ dischargeCount }) => Number(dischargeCount)),
    sequences: Float64Array.from(cycles, ({ latestSequence }) => Number(latestSequence)),
    timestampsS: Float64Array.from(cycles, ({ timestampS }) => Number(timestampS)),
    dischargeAh: Float64Array.from(cycles, ({ dischargeMicroAh }) => Number(dischargeMicroAh) / MICRO),
    dischargeWh: Float64Array.from(cycles, ({ dischargeMicroWh }) => Number(dischargeMicroWh) / MICRO),
    corrected,
    scope: completeness.scope,
    ratedAh: Number(ratedCapacityMicroAh) / MICRO,
    chemistry,
  };
}
