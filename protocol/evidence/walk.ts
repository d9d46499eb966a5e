import type { Hex } from "../hex.js";
import { Anchorage } from "./anchorage.js";
import type { EvidenceBundle } from "./bundle.js";
import { CounterTrail } from "./counters.js";
import {
  deviceOfEntry,
  type HashedEntry,
  hashEntries,
  isGap,
  nameOfEntry,
  placeOfEntry,
  rangeOfEntry,
} from "./entries.js";
import type { FaultList } from "./faults.js";
import { DeviceHistory } from "./history.js";
import type { Binding, PassportRoots, Roots } from "./roots.js";

/**
 * Checks every entry in the bundle's order, then the tail.
 * @returns Block time of each entry, Unix seconds; `undefined` for one that is not anchored.
 */
export function walkHistory(
  bundle: EvidenceBundle,
  roots: Roots,
  passport: PassportRoots,
  list: FaultList,
): readonly (bigint | undefined)[] {
  const entries = hashEntries(bundle.records);
  const anchorage = new Anchorage(bundle, roots, list);
  const counters = new CounterTrail(passport);
  const histories = historiesOf(passport.bindings, entries, list);
  let latestRank = 0;
  const times = entries.map((hashed) => {
    const { entry } = hashed;
    const place = placeOfEntry(entry);
    const bound = histories.get(place.device);
    if (bound === undefined || rangeOfEntry(entry).to < bound.binding.firstSequence) {
      list.add("DeviceNotBound", `${nameOfEntry(entry)} of device ${place.device} is not this battery's.`, place);
      return anchorage.check(hashed);
    }
    if (bound.rank < latestRank) {
      list.add("RecordsOutOfOrder", `${nameOfEntry(entry)} comes after those of a device bound later.`, place);
    }
    latestRank = Math.max(latestRank, bound.rank);
    const { inOrder, lost } = bound.history.continueWith(entry);
    counters.lose(lost);
    if (!inOrder) counters.forget();
    if (!isGap(entry)) bound.history.checkLink(entry);
    const anchoredAtS = anchorage.check(hashed);
    const wrong = entry.type === "ChargeCycle" ? counters.check(entry.body) : [];
    for (const phrase of wrong) list.add("CounterMismatch", `${nameOfEntry(entry)}: ${phrase}.`, place);
    checkCheckpoint(hashed, passport, list);
    return anchoredAtS;
  });
  checkTail(passport, histories, list);
  anchorage.checkUnreferenced();
  return times;
}

interface BoundHistory {
  readonly binding: Binding;
  /** Position among the passport's bindings. */
  readonly rank: number;
  readonly history: DeviceHistory;
}

function historiesOf(
  bindings: readonly Binding[],
  entries: readonly HashedEntry[],
  list: FaultList,
): Map<Hex, BoundHistory> {
  const byDevice = new Map<Hex, HashedEntry[]>(bindings.map(({ device }) => [device, []]));
  for (const hashed of entries) byDevice.get(deviceOfEntry(hashed.entry))?.push(hashed);
  return new Map(
    bindings.map((binding, rank) => {
      const history = new DeviceHistory(binding, byDevice.get(binding.device) ?? [], list);
      return [binding.device, { binding, rank, history }];
    }),
  );
}

function checkCheckpoint({ entry, hash }: HashedEntry, { checkpoint }: PassportRoots, list: FaultList): void {
  if (checkpoint === null || isGap(entry)) return;
  const { device, sequence } = entry.header;
  if (device !== checkpoint.device || sequence !== checkpoint.sequence || hash === checkpoint.recordHash) return;
  const message = `Record ${sequence} has hash ${hash}; the chain's checkpoint has ${checkpoint.recordHash}.`;
  list.add("CheckpointMismatch", message, { device, sequence });
}

function checkTail({ checkpoint }: PassportRoots, histories: Map<Hex, BoundHistory>, list: FaultList): void {
  if (checkpoint === null) return;
  const bound = histories.get(checkpoint.device);
  if (bound !== undefined) bound.history.checkTail(checkpoint);
  else list.add("CheckpointMismatch", "The chain's checkpoint is of a device that is not bound.", checkpoint);
}
