import type { EvidenceBundle, PassportFacts } from "./bundle.js";
import { isGap, rangeOfEntry } from "./entries.js";
import type { BatteryHealth, EvidenceFigures, Freshness } from "./report.js";
import type { PassportRoots } from "./roots.js";

export interface FiguresInput {
  /** A bundle without faults. */
  readonly bundle: EvidenceBundle;
  readonly passport: PassportRoots;
  /** Block time of each of the bundle's entries. */
  readonly anchoredAtS: readonly (bigint | undefined)[];
  readonly rootsReadAtS: bigint;
}

/** Reads off a faultless bundle what it proves. */
export function figuresOf({ bundle, passport, anchoredAtS, rootsReadAtS }: FiguresInput): EvidenceFigures {
  const { records } = bundle;
  const [first, last] = [records[0], records.at(-1)];
  const gaps = records.filter(isGap);
  return {
    records: records.length - gaps.length,
    gaps: gaps.map(({ device, fromSequence, toSequence }) => ({ device, fromSequence, toSequence })),
    firstSequence: first === undefined ? null : rangeOfEntry(first).from,
    lastSequence: last === undefined ? null : rangeOfEntry(last).to,
    completeUpTo: passport.checkpoint?.sequence ?? null,
    health: healthOf(bundle, passport),
    freshness: freshnessOf(bundle, anchoredAtS, rootsReadAtS),
  };
}

function healthOf({ records }: EvidenceBundle, passport: PassportFacts): BatteryHealth | null {
  const last = records.findLast((entry) => entry.type === "ChargeCycle");
  if (last === undefined) return null;
  const { body } = last;
  return {
    numberOfFullCycles: body.numberOfFullCycles,
    stateOfHealth: Number(body.dischargeMicroAh) / Number(passport.ratedCapacityMicroAh),
    chargeCount: body.chargeCount,
    dischargeCount: body.dischargeCount,
    energyThroughputMicroWh: body.energyThroughputMicroWh,
    capacityThroughputMicroAh: body.capacityThroughputMicroAh,
  };
}

function freshnessOf(
  { records }: EvidenceBundle,
  anchoredAtS: readonly (bigint | undefined)[],
  rootsReadAtS: bigint,
): Freshness | null {
  const index = records.findLastIndex((entry) => !isGap(entry));
  const last = records[index];
  const lastAnchoredAtS = anchoredAtS[index];
  if (last === undefined || isGap(last) || lastAnchoredAtS === undefined) return null;
  const { timestampS, timeSource } = last.header;
  return { lastRecordedAtS: timestampS, timeSource, lastAnchoredAtS, rootsReadAtS };
}
