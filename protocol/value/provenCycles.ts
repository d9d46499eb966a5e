import type { EvidenceScope } from "../evidence/bundle.js";
import type { CycleFigure, EvidenceFigures, MeasuredCycle } from "../evidence/report.js";
import { dischargeCycles } from "./dischargeCycles.js";
import { ValueHistoryIsPart } from "./errors.js";
import { valueCycleOf } from "./microAh.js";
import type { ValueCycle } from "./types.js";

/**
 * Refuses a part of a history, also one from the factory gate on: what it leaves out may be the battery's decline.
 * Throws `ValueHistoryIsPart`.
 */
export function refusePart(scope: EvidenceScope): void {
  if (scope === "part") throw new ValueHistoryIsPart();
}

/**
 * A proven history as the method takes it: each discharge under its number since birth, as its latest version tells it.
 * @param asOf Number of a cycle: then only what had been recorded when that cycle was. Later corrections, of whichever
 *   cycle, have no part in it.
 * Throws `ValueHistoryIsPart`.
 */
export function provenCycles(
  figures: Pick<EvidenceFigures, "cycles" | "corrections" | "completeness">,
  asOf?: number,
): ValueCycle[] {
  refusePart(figures.completeness.scope);
  const cycles = dischargeCycles(figures.cycles);
  const known = asOf === undefined ? cycles : knownAt(cycles, figures.corrections, asOf);
  return known.map(({ dischargeCount, dischargeMicroAh, dischargeMicroWh }) =>
    valueCycleOf({ cycle: Number(dischargeCount), dischargeMicroAh, dischargeMicroWh }),
  );
}

type Amounts = Pick<CycleFigure, "dischargeCount" | "dischargeMicroAh" | "dischargeMicroWh">;

/** The cycles up to number `last`, each in the version that was the latest when the last of them was recorded. */
function knownAt(
  cycles: readonly CycleFigure[],
  corrections: EvidenceFigures["corrections"],
  last: number,
): readonly Amounts[] {
  const upTo = cycles.filter(({ dischargeCount }) => dischargeCount <= BigInt(last));
  const end = upTo.at(-1);
  if (end === undefined) return [];
  const measured = new Map<string, MeasuredCycle>(
    corrections.flatMap(({ device, before, after }) =>
      [before, after].flatMap((version) =>
        version === null ? [] : [[`${device} ${version.sequence}`, version.measured] as const],
      ),
    ),
  );
  return upTo.map((cycle) => {
    const { device, dischargeCount, supersededSequences, latestSequence } = cycle;
    // A device that was replaced made all of its records before its successor's.
    if (device !== end.device || latestSequence <= end.sequence) return cycle;
    const sequence = supersededSequences.findLast((superseded) => superseded <= end.sequence);
    const version = measured.get(`${device} ${sequence}`);
    return {
      dischargeCount,
      dischargeMicroAh: version?.dischargeMicroAh ?? 0n,
      dischargeMicroWh: version?.dischargeMicroWh ?? 0n,
    };
  });
}
