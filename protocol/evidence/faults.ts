import type { Hex } from "../hex.js";

/** What each fault means and what its finder should do; docs/errors.md says the same. */
export const EVIDENCE_FAULTS = {
  ChainMismatch: {
    meaning: "The bundle speaks of another chain than the roots.",
    next: "Verify against the chain that the bundle names, or ask for evidence from this one.",
  },
  DirectoryMismatch: {
    meaning: "The bundle speaks of another deployment than the roots.",
    next: "Verify with the roots of the deployment whose directory the bundle names.",
  },
  PassportUnknown: {
    meaning: "The roots hold no passport of this identifier.",
    next: "Export newer roots, or refuse the file.",
  },
  PassportMismatch: {
    meaning: "A fact of the passport differs from the chain's.",
    next: "Refuse the file; the passport on chain is the one that counts.",
  },
  ScopeMismatch: {
    meaning: "The bundle calls itself a part and is complete, or holds no record at all.",
    next: "Ask for the file as it was exported.",
  },
  BatchDuplicated: {
    meaning: "The bundle names a batch twice.",
    next: "Ask for the file as it was exported.",
  },
  BatchUnreferenced: {
    meaning: "The bundle names a batch that none of its records is in.",
    next: "Ask for the file as it was exported.",
  },
  DeviceNotBound: {
    meaning: "A record is of a device, or of a time in a device's life, that does not measure this battery.",
    next: "Refuse the file; the record belongs to something else.",
  },
  RecordMissing: {
    meaning: "Sequences are missing and no anchored gap explains them.",
    next: "Ask for the missing records; without them the history proves nothing.",
  },
  RecordDuplicated: {
    meaning: "A record or gap is in the bundle twice.",
    next: "Ask for the file as it was exported.",
  },
  Equivocation: {
    meaning: "The device signed two different records of one sequence.",
    next: "Refuse the file, and prove both records on chain (IncidentRegistry): that quarantines the device.",
  },
  RecordsOutOfOrder: {
    meaning: "Records are not in the order of their sequences.",
    next: "Ask for the file as it was exported.",
  },
  GapContradicted: {
    meaning: "A gap states that a record never came, and the bundle holds it.",
    next: "Refuse the file and report its publisher.",
  },
  SaltMismatch: {
    meaning: "The salt of a cycle's measurements or counters does not follow from the salt beside it.",
    next: "Refuse the file; it was changed after it was signed.",
  },
  LinkMismatch: {
    meaning: "A record does not follow from the record before it.",
    next: "Refuse the file; records were changed, replaced or taken from another history.",
  },
  BatchUnknown: {
    meaning: "A record refers to a batch that the bundle does not name.",
    next: "Ask for the file as it was exported.",
  },
  RootNotAnchored: {
    meaning: "A batch of the bundle was never anchored.",
    next: "Export newer roots; if the batch is still unknown, refuse the file.",
  },
  DeviceNotActive: {
    meaning: "The device was not active when its record was anchored.",
    next: "Refuse the record; what a suspended or revoked device signs is no evidence.",
  },
  SignatureInvalid: {
    meaning: "The record was not signed by the key that its device had when it was anchored.",
    next: "Refuse the file; the record was changed or is not of this device.",
  },
  ProofInvalid: {
    meaning: "The inclusion proof does not lead to the batch's root.",
    next: "Refuse the file; the record is not what was anchored.",
  },
  CorrectionInvalid: {
    meaning: "A correction names no reason, or a record that is no earlier cycle of its device.",
    next: "Have the device examined; what it corrects cannot be told.",
  },
  CounterMismatch: {
    meaning: "A cycle's running counters do not follow from the records before it and the passport's factory counts.",
    next: "Have the device examined; its counters cannot be relied upon.",
  },
  HarmfulEventUndeclared: {
    meaning: "A cycle went beyond the passport's limits, and the counters do not say so.",
    next: "Have the device examined; it hides what wears the battery.",
  },
  PublishedCountersMismatch: {
    meaning:
      "A record's counters do not fit those that the battery's keeper published, or the record of those is not there.",
    next: "Refuse the file; it tells another history than the one that was published.",
  },
  CheckpointMismatch: {
    meaning: "The record at a checkpoint of the passport is not the one that the chain knows, or a gap covers it.",
    next: "Refuse the file; it tells another history than the one that was checkpointed.",
  },
  HistoryTruncated: {
    meaning: "The history ends before the passport's checkpoint.",
    next: "Ask for the records up to the checkpoint.",
  },
} as const;

export type EvidenceFaultCode = keyof typeof EVIDENCE_FAULTS;

/** One thing that is wrong with a bundle. */
export interface EvidenceFault {
  readonly code: EvidenceFaultCode;
  /** One sentence with the facts. */
  readonly message: string;
  /** One sentence: what to do about it. */
  readonly next: string;
  /** Where it is about a record: its device and (first) sequence. */
  readonly device?: Hex;
  readonly sequence?: bigint;
}

/** A place in a device's history. */
export interface Place {
  readonly device: Hex;
  readonly sequence: bigint;
}

/** A place in the order of faults, kept for what only later records can show. */
export type Mark = number;

/** Faults kept at most: a bundle that is wrong throughout must not cost memory without end. */
export const MOST_FAULTS = 1_000;

interface Found {
  readonly mark: Mark;
  readonly faults: readonly EvidenceFault[];
}

/** Collects faults and puts them into history order. */
export class FaultList {
  #found: Found[] = [];
  #next: Mark = 0;
  #earliest: Mark = Number.POSITIVE_INFINITY;
  #count = 0;

  /** True once no more faults are kept, only counted. */
  get isFull(): boolean {
    return this.#found.length >= MOST_FAULTS;
  }

  get count(): number {
    return this.#count;
  }

  /** The next place in the order. */
  mark(): Mark {
    return this.#next++;
  }

  /** Adds a fault about the whole bundle, or about one place in the history. */
  add(code: EvidenceFaultCode, message: string, place?: Place, mark = this.mark()): void {
    this.addAll([faultOf(code, message, place)], mark);
  }

  /** Adds faults that belong to one place in the order. */
  addAll(faults: readonly EvidenceFault[], mark: Mark): void {
    if (faults.length === 0) return;
    this.#count += faults.length;
    const found = { mark, faults };
    if (!this.isFull) this.#found.push(found);
    // Even of too many faults the first in history order stays the first.
    else if (mark < this.#earliest) this.#found[this.#found.length - 1] = found;
    this.#earliest = Math.min(this.#earliest, mark);
  }

  /** The faults in history order. */
  inOrder(): EvidenceFault[] {
    return [...this.#found].sort((a, b) => a.mark - b.mark).flatMap(({ faults }) => faults);
  }
}

/** A fault with what its finder should do. */
export function faultOf(code: EvidenceFaultCode, message: string, place?: Place): EvidenceFault {
  const about = place === undefined ? {} : { device: place.device, sequence: place.sequence };
  return { code, message, next: EVIDENCE_FAULTS[code].next, ...about };
}
