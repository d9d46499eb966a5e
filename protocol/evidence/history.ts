import { ZERO_HASH } from "../hex.js";
import { countersSaltOf } from "../records/countersSalt.js";
import { linkOf } from "../records/link.js";
import type { ProvenEntry, ProvenRecord } from "./bundle.js";
import { type HashedEntry, isGap, nameOfEntry, placeOfEntry, type Range } from "./entries.js";
import type { FaultList, Mark, Place } from "./faults.js";
import { GapLog } from "./gapLog.js";
import type { Holes } from "./holes.js";
import { type PastRecord, RecordLog } from "./recordLog.js";
import { type Span, withinSpan } from "./spans.js";

/** How an entry continues its device's history. */
export interface Continuation {
  /** False for an entry that is doubled or stands in the wrong place. */
  readonly inOrder: boolean;
  /** Sequences since the last entry that no record accounts for: gaps and missing records. */
  readonly lost: bigint;
  /** The record of the same sequence that went by before, if there is one. */
  readonly earlier?: PastRecord;
}

/**
 * Follows one device's part of a bundle entry by entry, without looking ahead: nothing missing, doubled, swapped, or
 * stated to be missing while present; every record linked to the one before it.
 */
export class DeviceHistory {
  readonly span: Span;
  readonly gaps = new GapLog();
  readonly #faults: FaultList;
  readonly #holes: Holes;
  readonly #records = new RecordLog();
  readonly #first: bigint;
  #expected: bigint;
  #lost: bigint;

  /** @param first The sequence that the history begins with. */
  constructor(span: Span, first: bigint, faults: FaultList, holes: Holes) {
    this.span = span;
    this.#faults = faults;
    this.#holes = holes;
    this.#first = first;
    this.#expected = first;
    this.#lost = first - span.first;
  }

  get first(): bigint {
    return this.#first;
  }

  /** Last sequence that is accounted for. */
  get last(): bigint {
    return this.#expected - 1n;
  }

  /** How many of the device's records so far did not go by: those before a part, in gaps, and missing ones. */
  get lost(): bigint {
    return this.#lost;
  }

  /** Checks that `entry` stands where it belongs. */
  continueWith(entry: ProvenEntry): Continuation {
    const { from, to } = withinSpan(this.span, entry);
    if (from < this.#expected) return this.#comeLate(entry, { from, to });
    const name = nameOfEntry(entry);
    const place = placeOfEntry(entry);
    const skipped = from - this.#expected;
    if (skipped > 0n) {
      const range = { from: this.#expected, to: from - 1n };
      this.#holes.open({ device: this.span.device, range, name, place });
    }
    this.#expected = to + 1n;
    const lost = skipped + (isGap(entry) ? to - from + 1n : 0n);
    this.#lost += lost;
    if (isGap(entry)) this.gaps.append({ from, to }, this.#faults.mark());
    return { inOrder: true, lost };
  }

  /** Remembers a record that stood in its place. */
  remember({ entry, hash }: HashedEntry<ProvenRecord>, isSigned: boolean): void {
    this.#records.append(entry.header.sequence, { hash, isSigned });
    this.gaps.endAt(entry.header.timestampS);
  }

  /** Checks the record's link, its salts and that `previous` is the record before it. */
  checkLink(record: ProvenRecord): void {
    const { previous, salt, header } = record;
    const place = placeOfEntry(record);
    const name = nameOfEntry(record);
    if (record.type === "ChargeCycle") {
      const { measurements, counters } = record;
      if (measurements.salt !== salt || counters.salt !== countersSaltOf(salt)) {
        const within = measurements.salt === salt ? "counters" : "measurements";
        const message = `The salt within the ${within} of record ${header.sequence} does not follow from that beside it.`;
        this.#faults.add("SaltMismatch", message, place);
      }
    }
    if (linkOf(previous, salt) !== header.link) {
      this.#faults.add("LinkMismatch", `${name} does not link to its previous hash and salt.`, place);
    }
    const before = header.sequence === 1n ? ZERO_HASH : this.#records.find(header.sequence - 1n)?.hash;
    if (before !== undefined && before !== previous) {
      const expected = header.sequence === 1n ? "nothing, being the first" : `record ${header.sequence - 1n}`;
      const message = `${name} names ${previous} as its previous hash; it follows ${expected}.`;
      this.#faults.add("LinkMismatch", message, place);
    }
  }

  /** Notes that what is missing up to `sequence` was jumped over by `name` at `place`; returns how many records that is. */
  skipTo(sequence: bigint, { name, place }: { name: string; place: Place }): bigint {
    const skipped = sequence + 1n - this.#expected;
    if (skipped <= 0n) return 0n;
    const range = { from: this.#expected, to: sequence };
    this.#holes.open({ device: this.span.device, range, name, place });
    this.#expected = sequence + 1n;
    this.#lost += skipped;
    return skipped;
  }

  /** Says what is wrong with an entry whose sequences were passed already. */
  #comeLate(entry: ProvenEntry, { from, to }: Range): Continuation {
    const place = placeOfEntry(entry);
    const name = nameOfEntry(entry);
    const last = this.last;
    if (to > last) this.#expected = to + 1n;
    const late = { inOrder: false, lost: 0n };
    const contradicted = isGap(entry) ? [] : this.gaps.covering(from);
    const contradicts = isGap(entry) && this.#records.hasAny(from, to);
    if (contradicts || contradicted.length > 0) {
      const reason = isGap(entry) ? "states that records never came which are here" : "is covered by a gap";
      this.#faults.add("GapContradicted", `${name} ${reason}.`, place);
      for (const { range, mark } of contradicted) this.#faultGap(range, mark);
      return late;
    }
    if (from < this.#first || this.#holes.fill(this.span.device, { from, to })) {
      this.#faults.add("RecordsOutOfOrder", `${name} comes after record ${last}.`, place);
      return late;
    }
    if (isGap(entry)) {
      const isRepeated = this.gaps.covering(from).some(({ range }) => range.from === from && range.to === to);
      const [code, reason] = isRepeated
        ? (["RecordDuplicated", "is here twice"] as const)
        : (["RecordsOutOfOrder", `comes after record ${last}`] as const);
      this.#faults.add(code, `${name} ${reason}.`, place);
      return late;
    }
    return { ...late, earlier: this.#records.find(from) ?? UNREMEMBERED };
  }

  #faultGap({ from, to }: Range, mark: Mark): void {
    const message = `The gap ${from} to ${to} states that records never came which are here.`;
    this.#faults.add("GapContradicted", message, { device: this.span.device, sequence: from }, mark);
  }
}

/** A record that came late itself, so that only its sequence is known. */
const UNREMEMBERED: PastRecord = { hash: ZERO_HASH, isSigned: false };
