import { type Hex, ZERO_HASH } from "../hex.js";
import { linkOf } from "../records/link.js";
import type { ProvenEntry, ProvenRecord } from "./bundle.js";
import { deviceOfEntry, type HashedEntry, isGap, nameOfEntry, placeOfEntry, rangeOfEntry } from "./entries.js";
import type { FaultList } from "./faults.js";
import { type Range, RangeSet } from "./ranges.js";
import type { Binding, CheckpointRoot } from "./roots.js";

/** How an entry continues its device's history. */
export interface Continuation {
  /** False for an entry that is doubled or stands in the wrong place. */
  readonly inOrder: boolean;
  /** Sequences since the last entry that no record accounts for: gaps and missing records. */
  readonly lost: bigint;
}

/**
 * Follows one device's part of a bundle entry by entry: nothing missing, doubled, swapped, or stated to be missing while
 * present; every record linked to the one before it; nothing cut off before the checkpoint.
 */
export class DeviceHistory {
  readonly #faults: FaultList;
  readonly #binding: Binding;
  readonly #all: RangeSet;
  readonly #records: RangeSet;
  readonly #gaps: RangeSet;
  readonly #hashBySequence = new Map<bigint, Hex>();
  readonly #seen = new Set<string>();
  #expected: bigint;

  /** @param entries Every entry of the device in the bundle. */
  constructor(binding: Binding, entries: readonly HashedEntry[], faults: FaultList) {
    this.#binding = binding;
    this.#faults = faults;
    this.#expected = binding.firstSequence;
    const ranges = (wanted: (entry: ProvenEntry) => boolean) =>
      new RangeSet(entries.filter(({ entry }) => wanted(entry)).map(({ entry }) => rangeOfEntry(entry)));
    this.#all = ranges(() => true);
    this.#gaps = ranges(isGap);
    this.#records = ranges((entry) => !isGap(entry));
    for (const { entry, hash } of entries) {
      const { from } = rangeOfEntry(entry);
      if (!isGap(entry) && !this.#hashBySequence.has(from)) this.#hashBySequence.set(from, hash);
    }
  }

  /** Checks that `entry` stands where it belongs. */
  continueWith(entry: ProvenEntry): Continuation {
    const { from, to } = rangeOfEntry(entry);
    const start = isGap(entry) && from < this.#binding.firstSequence ? this.#binding.firstSequence : from;
    const place = placeOfEntry(entry);
    const name = nameOfEntry(entry);
    const contradicts = (isGap(entry) ? this.#records : this.#gaps).intersects({ from, to });
    const repeated = this.#seen.has(`${from}-${to}`);
    this.#seen.add(`${from}-${to}`);
    if (contradicts) {
      const reason = isGap(entry) ? "states that records never came which are here" : "is covered by a gap";
      this.#faults.add("GapContradicted", `${name} ${reason}.`, place);
    } else if (repeated) {
      this.#faults.add("RecordDuplicated", `${name} is here twice.`, place);
    } else if (start < this.#expected) {
      this.#faults.add("RecordsOutOfOrder", `${name} comes after record ${this.#expected - 1n}.`, place);
    }
    if (start < this.#expected) {
      if (to >= this.#expected) this.#expected = to + 1n;
      return { inOrder: false, lost: 0n };
    }
    const skipped = start > this.#expected ? this.#reportSkipped({ from: this.#expected, to: start - 1n }, entry) : 0n;
    this.#expected = to + 1n;
    return { inOrder: true, lost: skipped + (isGap(entry) ? to - start + 1n : 0n) };
  }

  /** Checks the record's link, its salt and that `previous` is the record before it. */
  checkLink(record: ProvenRecord): void {
    const { previous, salt, header } = record;
    const place = placeOfEntry(record);
    const name = nameOfEntry(record);
    if (record.type === "ChargeCycle" && record.body.salt !== salt) {
      this.#faults.add("SaltMismatch", `${name} has another salt within its body than beside it.`, place);
    }
    if (linkOf(previous, salt) !== header.link) {
      this.#faults.add("LinkMismatch", `${name} does not link to its previous hash and salt.`, place);
    }
    const before = header.sequence === 1n ? ZERO_HASH : this.#hashBySequence.get(header.sequence - 1n);
    if (before !== undefined && before !== previous) {
      const expected = header.sequence === 1n ? "nothing, being the first" : `record ${header.sequence - 1n}`;
      this.#faults.add(
        "LinkMismatch",
        `${name} names ${previous} as its previous hash; it follows ${expected}.`,
        place,
      );
    }
  }

  /** Checks that the history reaches the checkpoint and has a record there. Call once after the last entry. */
  checkTail({ device, sequence }: CheckpointRoot): void {
    const place = { device, sequence };
    const last = this.#expected - 1n;
    if (last < sequence) {
      const message = `The history ends at record ${last}; the chain knows it up to record ${sequence}.`;
      this.#faults.add("HistoryTruncated", message, place);
    } else if (!this.#hashBySequence.has(sequence)) {
      this.#faults.add("CheckpointMismatch", `The history has no record ${sequence}, which the chain knows.`, place);
    }
  }

  /** Reports a jump over `range`; returns how many of its sequences are nowhere in the bundle. */
  #reportSkipped(range: Range, entry: ProvenEntry): bigint {
    const device = deviceOfEntry(entry);
    if (this.#all.intersects(range)) {
      const message = `${nameOfEntry(entry)} comes where record ${range.from} belongs.`;
      this.#faults.add("RecordsOutOfOrder", message, placeOfEntry(entry));
    }
    let missing = 0n;
    for (const { from, to } of this.#all.missingFrom(range)) {
      const which = from === to ? `Record ${from} is` : `Records ${from} to ${to} are`;
      this.#faults.add("RecordMissing", `${which} missing and no gap covers it.`, { device, sequence: from });
      missing += to - from + 1n;
    }
    return missing;
  }
}
