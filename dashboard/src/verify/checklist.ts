import type { EvidenceFaultCode } from "../../../protocol/index.js";
import type { Texts } from "../texts/texts.js";

/** What a check of evidence is made of, in the order of the checklist. */
export type CheckName = keyof Texts["verify"]["checks"];

/** Which check finds which fault. Typed by the protocol's codes, so that a new code cannot be forgotten here. */
const CHECK_OF_FAULT: Record<EvidenceFaultCode, CheckName> = {
  ChainMismatch: "chain",
  DirectoryMismatch: "chain",
  PassportUnknown: "passport",
  PassportMismatch: "passport",
  DeviceNotBound: "passport",
  SignatureInvalid: "signatures",
  RecordMissing: "sequence",
  RecordDuplicated: "sequence",
  Equivocation: "sequence",
  ScopeMismatch: "sequence",
  RecordsOutOfOrder: "sequence",
  GapContradicted: "sequence",
  LinkMismatch: "links",
  SaltMismatch: "links",
  ProofInvalid: "inclusion",
  BatchUnknown: "roots",
  BatchDuplicated: "roots",
  BatchUnreferenced: "roots",
  RootNotAnchored: "roots",
  DeviceNotActive: "status",
  CorrectionInvalid: "corrections",
  CounterMismatch: "counters",
  PublishedCountersMismatch: "counters",
  HarmfulEventUndeclared: "events",
  HistoryTruncated: "checkpoint",
  CheckpointMismatch: "checkpoint",
};

export const CHECK_NAMES: readonly CheckName[] = [
  "signatures",
  "sequence",
  "links",
  "inclusion",
  "roots",
  "status",
  "checkpoint",
  "counters",
  "corrections",
  "events",
  "passport",
  "chain",
];

/** How many faults each check found. */
export function faultsByCheck(
  groups: readonly { readonly code: EvidenceFaultCode; readonly count: number }[],
): ReadonlyMap<CheckName, number> {
  const counts = new Map<CheckName, number>();
  for (const { code, count } of groups) {
    const name = CHECK_OF_FAULT[code];
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return counts;
}
