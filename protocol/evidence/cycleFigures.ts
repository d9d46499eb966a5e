import { type Hex, toHex } from "../hex.js";
import { CorrectionReason } from "../records/chargeCycle.js";
import type { CycleLog } from "./cycleLog.js";
import type { CorrectionFigure, CycleFigure, CycleVersion } from "./report.js";

/**
 * The effective history: each cycle as its latest version tells it, in the place of its original. A cycle whose original
 * is not in the log has no place and is left out.
 * @param devices The battery's devices by rank.
 */
export function cycleFigures(log: CycleLog, devices: readonly Hex[]): CycleFigure[] {
  const superseded = supersededSequences(log);
  const cycles: CycleFigure[] = [];
  for (let row = 0; row < log.length; row++) {
    if (log.reasonOf(row) !== CorrectionReason.None) continue;
    const latest = log.latestOf(row);
    const { dischargeMicroAh, dischargeMicroWh } = log.dischargedOf(latest);
    cycles.push({
      device: devices[log.rankOf(row)] as Hex,
      sequence: log.sequenceOf(row),
      timestampS: log.timestampOf(row),
      dischargeCount: log.dischargeCountOf(row),
      dischargeMicroAh,
      dischargeMicroWh,
      latestSequence: log.sequenceOf(latest),
      supersededSequences: superseded.get(row) ?? NONE,
    });
  }
  return cycles;
}

const NONE: readonly bigint[] = [];

/** Every correction with both versions, in the order in which they were made. */
export function correctionFigures(log: CycleLog, devices: readonly Hex[]): CorrectionFigure[] {
  const corrections: CorrectionFigure[] = [];
  for (let row = 0; row < log.length; row++) {
    const reason = log.reasonOf(row);
    if (reason === CorrectionReason.None) continue;
    const before = log.supersededBy(row);
    corrections.push({
      device: devices[log.rankOf(row)] as Hex,
      reason: reason as CorrectionReason,
      supersedes: toHex(log.supersedesOf(row)),
      before: before === undefined ? null : versionOf(log, before),
      after: versionOf(log, row),
    });
  }
  return corrections;
}

/** By the row of each corrected cycle's first version: the sequences of all its versions but the latest, oldest first. */
function supersededSequences(log: CycleLog): ReadonlyMap<number, bigint[]> {
  const byCycle = new Map<number, bigint[]>();
  for (let row = 0; row < log.length; row++) {
    const first = log.firstOf(row);
    if (first === row) continue;
    // The version before this correction is no longer the latest.
    const sequences = byCycle.get(first) ?? [log.sequenceOf(first)];
    if (row !== log.latestOf(first)) sequences.push(log.sequenceOf(row));
    byCycle.set(first, sequences);
  }
  return byCycle;
}

function versionOf(log: CycleLog, row: number): CycleVersion {
  return { sequence: log.sequenceOf(row), timestampS: log.timestampOf(row), measured: log.measuredOf(row) };
}
