import type { EvidenceScope } from "./bundle.js";
import type { DeviceSequence } from "./devices.js";
import type { EvidenceFaultCode, FaultList } from "./faults.js";
import type { Completeness } from "./report.js";
import type { CheckpointRoot, PassportRoots } from "./roots.js";
import { firstRankOf, type Span } from "./spans.js";

export interface TailInput {
  readonly scope: EvidenceScope;
  readonly passport: PassportRoots;
  readonly spans: readonly Span[];
  readonly devices: DeviceSequence;
  /** Signed records of the bundle. */
  readonly records: number;
  readonly faults: FaultList;
}

/**
 * Checks that a complete history reaches as far as the chain knows it to, and that a part is one. Call once after the
 * last entry; returns how much of the history is there.
 */
export function checkTail({ scope, passport, spans, devices, records, faults }: TailInput): Completeness {
  const { checkpoint } = passport;
  const ends = spans.map((span) => knownEnd(span, checkpoint));
  const reached = ends.map((end, rank) => end === 0n || reach(devices, spans, rank) >= end);
  if (scope === "complete") {
    ends.forEach((end, rank) => {
      const { device } = spans[rank] as Span;
      if (reached[rank]) return;
      const message = `The history ends at record ${reach(devices, spans, rank)}; the chain knows it up to record ${end}.`;
      faults.add("HistoryTruncated", message, { device, sequence: end });
    });
  }
  const rankOfCheckpoint = spans.findIndex(({ device }) => device === checkpoint?.device);
  checkKnownRecords(passport, spans, devices, faults);
  const fromFactoryGate = beginsAtBirth(devices, spans, scope);
  if (scope === "part") {
    if (records === 0)
      faults.add("ScopeMismatch", "The bundle is called a part of a history and holds no record of it.");
    else if (fromFactoryGate && !reached.includes(false)) {
      faults.add("ScopeMismatch", "The bundle is called a part of a history and holds all of it.");
    }
  }
  const upToCheckpoint =
    checkpoint === null ? null : devices.latestRank > rankOfCheckpoint || reached[rankOfCheckpoint] === true;
  return { scope, fromFactoryGate, upToCheckpoint };
}

/** The last sequence of a device that the chain knows of; zero for none. */
function knownEnd({ device, last }: Span, checkpoint: CheckpointRoot | null): bigint {
  if (last !== null) return last;
  return device === checkpoint?.device ? checkpoint.sequence : 0n;
}

/** The last sequence of a device that the bundle accounts for. */
function reach(devices: DeviceSequence, spans: readonly Span[], rank: number): bigint {
  return devices.at(rank)?.last ?? (spans[rank] as Span).first - 1n;
}

/** What the chain knows to exist cannot be said never to have come: no gap covers it. */
function checkKnownRecords(
  { checkpoint, counters }: PassportRoots,
  spans: readonly Span[],
  devices: DeviceSequence,
  faults: FaultList,
): void {
  if (checkpoint !== null && !spans.some(({ device }) => device === checkpoint.device)) {
    const { device, sequence } = checkpoint;
    faults.add("CheckpointMismatch", "The chain's checkpoint is of a device that is not bound.", { device, sequence });
  }
  spans.forEach(({ device, first, last }, rank) => {
    const known = new Map<bigint, EvidenceFaultCode>();
    if (counters?.device === device) known.set(counters.sequence, "PublishedCountersMismatch");
    if (checkpoint?.device === device) known.set(checkpoint.sequence, "CheckpointMismatch");
    // What counts of a replaced device ends with a checkpoint, unless none of its records was ever proven.
    if (last !== null && last >= first) known.set(last, "CheckpointMismatch");
    for (const [sequence, code] of known) {
      if (!devices.at(rank)?.gaps.covers(sequence)) continue;
      faults.add(code, `A gap covers record ${sequence}, which the chain knows.`, { device, sequence });
    }
  });
}

function beginsAtBirth(devices: DeviceSequence, spans: readonly Span[], scope: EvidenceScope): boolean {
  if (scope === "complete") return true;
  const birth = firstRankOf(spans);
  return birth >= 0 && devices.firstRank === birth && devices.at(birth)?.first === spans[birth]?.first;
}
