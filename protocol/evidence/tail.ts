import type { EvidenceScope } from "./bundle.js";
import type { DeviceSequence } from "./devices.js";
import type { FaultList } from "./faults.js";
import type { Completeness } from "./report.js";
import type { CheckpointRoot, DeviceSpan, PassportRoots } from "./roots.js";

export interface TailInput {
  readonly scope: EvidenceScope;
  readonly passport: PassportRoots;
  readonly devices: DeviceSequence;
  /** Signed records of the bundle. */
  readonly records: number;
  readonly faults: FaultList;
}

/**
 * Checks that a complete history reaches as far as the chain knows it to, and that a part is one. Call once after the
 * last entry; returns how much of the history is there.
 */
export function checkTail({ scope, passport, devices, records, faults }: TailInput): Completeness {
  const { bindings, checkpoint } = passport;
  const ends = bindings.map((span) => knownEnd(span, checkpoint));
  const reached = ends.map((end, rank) => end === 0n || reach(devices, bindings, rank) >= end);
  if (scope === "complete") {
    ends.forEach((end, rank) => {
      const { device } = bindings[rank] as DeviceSpan;
      if (reached[rank]) return;
      const message = `The history ends at record ${reach(devices, bindings, rank)}; the chain knows it up to record ${end}.`;
      faults.add("HistoryTruncated", message, { device, sequence: end });
    });
  }
  const rankOfCheckpoint = bindings.findIndex(({ device }) => device === checkpoint?.device);
  if (checkpoint !== null) checkCheckpointRecord(checkpoint, rankOfCheckpoint, devices, faults);
  const fromFactoryGate = beginsAtBirth(devices, bindings, scope);
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
function knownEnd({ device, lastSequence }: DeviceSpan, checkpoint: CheckpointRoot | null): bigint {
  if (lastSequence !== 0n) return lastSequence;
  return device === checkpoint?.device ? checkpoint.sequence : 0n;
}

/** The last sequence of a device that the bundle accounts for. */
function reach(devices: DeviceSequence, spans: readonly DeviceSpan[], rank: number): bigint {
  return devices.at(rank)?.last ?? (spans[rank] as DeviceSpan).firstSequence - 1n;
}

function checkCheckpointRecord(
  { device, sequence }: CheckpointRoot,
  rank: number,
  devices: DeviceSequence,
  faults: FaultList,
): void {
  const place = { device, sequence };
  if (rank < 0) {
    faults.add("CheckpointMismatch", "The chain's checkpoint is of a device that is not bound.", place);
    return;
  }
  const history = devices.at(rank);
  if (history === undefined || sequence < history.first || sequence > history.last) return;
  if (history.hasRecord(sequence)) return;
  faults.add("CheckpointMismatch", `The history has no record ${sequence}, which the chain knows.`, place);
}

function beginsAtBirth(devices: DeviceSequence, [first]: readonly DeviceSpan[], scope: EvidenceScope): boolean {
  if (first === undefined) return scope === "complete";
  return devices.firstRank === 0 && devices.at(0)?.first === first.firstSequence;
}
