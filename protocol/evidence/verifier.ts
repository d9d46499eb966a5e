import { structHashOf } from "../records/structHash.js";
import { type MakeVerifier, signatureVerifier } from "../signatures/verify.js";
import { Anchorage } from "./anchorage.js";
import type { EvidenceHead, ProvenEntry, ProvenRecord } from "./bundle.js";
import { type CycleStanding, CycleTrail, type ProvenCycle } from "./cycleTrail.js";
import { DeviceSequence } from "./devices.js";
import { type HashedEntry, isGap, nameOfEntry, placeOfEntry, rangeOfEntry } from "./entries.js";
import { type EvidenceFaultCode, FaultList, type Mark, MOST_FAULTS, type Place } from "./faults.js";
import { figuresOf, type LastRecord } from "./figures.js";
import { checkHead } from "./head.js";
import { Holes } from "./holes.js";
import { checkPublished } from "./published.js";
import type { PastRecord } from "./recordLog.js";
import type { EvidenceReport } from "./report.js";
import type { PassportRoots, Roots } from "./roots.js";
import { type Span, spansOf } from "./spans.js";
import { checkTail } from "./tail.js";

export interface VerifierOptions {
  /** Makes the check of one key's signatures; the protocol's own unless given. Must accept exactly the same. */
  readonly verifierOf?: MakeVerifier;
}

/** What is needed to follow a history that the roots know of. */
interface Course {
  readonly passport: PassportRoots;
  readonly spans: readonly Span[];
  readonly devices: DeviceSequence;
  readonly anchorage: Anchorage;
  readonly cycles: CycleTrail;
}

/**
 * Checks a bundle entry by entry: what it remembers of each is a few hundred bytes, so that a history of any length can
 * be checked while it is being read. docs/evidence.md lists the checks. Pure: the same head, entries and roots give the
 * same report anywhere.
 */
export class EvidenceVerifier {
  readonly #head: EvidenceHead;
  readonly #roots: Roots;
  readonly #list = new FaultList();
  readonly #holes = new Holes(this.#list, MOST_FAULTS);
  /** Undefined if nothing says which records to expect: every further fault would be noise. */
  readonly #course: Course | undefined;
  #records = 0;
  #firstSequence: bigint | null = null;
  #lastSequence: bigint | null = null;
  #last: LastRecord | undefined;

  /**
   * @param head What the bundle says before its records.
   * @param roots What is trusted: from `parseRoots`, or read from a chain.
   */
  constructor(head: EvidenceHead, roots: Roots, { verifierOf = signatureVerifier }: VerifierOptions = {}) {
    this.#head = head;
    this.#roots = roots;
    const { scope, batches } = head;
    const passport = checkHead(head, roots, this.#list);
    if (passport === undefined) return;
    const faults = this.#list;
    const spans = spansOf(passport.bindings);
    this.#course = {
      passport,
      spans,
      devices: new DeviceSequence({ spans, scope, faults, holes: this.#holes }),
      anchorage: new Anchorage({ batches, roots, verifierOf, faults }),
      cycles: new CycleTrail(passport, scope === "complete"),
    };
  }

  /** True once more entries cannot change the verdict: nothing says what to expect, or there are too many faults. */
  get isDecided(): boolean {
    return this.#course === undefined || this.#list.isFull;
  }

  /** Checks the bundle's next entry, unless all is decided. Throws nothing for an entry that the readers accepted. */
  add(entry: ProvenEntry): void {
    if (this.#course === undefined || this.#list.isFull) return;
    const { devices, anchorage } = this.#course;
    const hashed = { entry, hash: structHashOf(entry) };
    const rank = devices.rankOf(entry);
    if (rank !== undefined) this.#checkOwn(hashed, rank, this.#course);
    else {
      const place = placeOfEntry(entry);
      const message = `${nameOfEntry(entry)} of device ${place.device} is not this battery's.`;
      this.#list.add("DeviceNotBound", message, place);
      anchorage.check(hashed);
    }
    const { from, to } = rangeOfEntry(entry);
    this.#firstSequence ??= from;
    this.#lastSequence = to;
    if (!isGap(entry)) this.#records += 1;
  }

  /** The verdict on all that was added. Call once. */
  finish(): EvidenceReport {
    const { scope } = this.#head;
    const faults = this.#list;
    if (this.#course === undefined) return this.#refused();
    const { passport, spans, devices, anchorage, cycles } = this.#course;
    const records = this.#records;
    this.#holes.report();
    if (this.isDecided) return this.#refused();
    const completeness = checkTail({ scope, passport, spans, devices, records, faults });
    anchorage.checkUnreferenced();
    if (faults.count > 0) return this.#refused();
    const figures = figuresOf({
      passport,
      completeness,
      records,
      devices,
      log: cycles.log,
      counters: cycles.counters,
      firstSequence: this.#firstSequence,
      lastSequence: this.#lastSequence,
      last: this.#last,
      rootsReadAtS: this.#roots.block.timestampS,
    });
    return { ...this.#about(), ok: true, faults: [], faultCount: 0, figures };
  }

  #refused(): EvidenceReport {
    const faults = this.#list.inOrder();
    return { ...this.#about(), ok: false, faults, faultCount: this.#list.count, figures: null };
  }

  #about() {
    const { scope, passport } = this.#head;
    return { batteryPassportIdentifier: passport.batteryPassportIdentifier, scope };
  }

  #checkOwn(hashed: HashedEntry, rank: number, course: Course): void {
    const { entry, hash } = hashed;
    const mark = this.#list.mark();
    const { history, lost: lostBefore } = course.devices.historyOf(entry, rank);
    const { inOrder, lost, earlier } = history.continueWith(entry);
    course.cycles.lose(lostBefore + lost);
    if (!inOrder) course.cycles.forget();
    if (!isGap(entry)) history.checkLink(entry);
    const { anchoredAtS, isSigned } = course.anchorage.check(hashed);
    if (isGap(entry)) return;
    if (earlier !== undefined) this.#reportRepeated({ entry, hash }, isSigned, earlier, mark);
    if (inOrder && entry.type === "ChargeCycle") {
      this.#checkCycle({ entry, hash }, { rank, lost: history.lost }, course);
    }
    this.#checkKnown({ entry, hash }, course.passport);
    if (!inOrder) return;
    history.remember({ entry, hash }, isSigned);
    const { timestampS, timeSource } = entry.header;
    this.#last = { timestampS, timeSource, anchoredAtS };
  }

  /** Two records of one sequence: the same twice, or two that the device signed and that prove it a liar. */
  #reportRepeated({ entry, hash }: HashedEntry, isSigned: boolean, earlier: PastRecord, mark: Mark): void {
    const place = placeOfEntry(entry);
    const { sequence } = place;
    if (hash !== earlier.hash && isSigned && earlier.isSigned) {
      const message = `The device signed two different records ${sequence}, ${earlier.hash} and ${hash}, which can be proven on chain.`;
      this.#list.add("Equivocation", message, place, mark);
    } else {
      const again = hash === earlier.hash ? "is here twice" : `has a sequence that is taken`;
      this.#list.add("RecordDuplicated", `Record ${sequence} ${again}.`, place, mark);
    }
  }

  #checkCycle(hashed: HashedEntry<ProvenCycle>, standing: CycleStanding, { cycles, passport }: Course): void {
    const { entry } = hashed;
    const { counters: published, bindings } = passport;
    const place = placeOfEntry(entry);
    const add = (code: EvidenceFaultCode, phrase: string) =>
      this.#list.add(code, `${nameOfEntry(entry)}: ${phrase}.`, place);
    for (const [code, phrase] of cycles.check(hashed, standing)) add(code, phrase);
    if (published === null) return;
    const here = { rank: standing.rank, sequence: entry.header.sequence };
    const there = {
      rank: bindings.findIndex(({ device }) => device === published.device),
      sequence: published.sequence,
    };
    for (const phrase of checkPublished(entry.counters, here, published, there))
      add("PublishedCountersMismatch", phrase);
  }

  /** What the chain itself knows of a record: its hash, or that it was a cycle. */
  #checkKnown({ entry, hash }: HashedEntry<ProvenRecord>, { checkpoint, counters }: PassportRoots): void {
    const { device, sequence } = entry.header;
    const isAt = (known: Place | null) => device === known?.device && sequence === known.sequence;
    if (checkpoint !== null && isAt(checkpoint) && hash !== checkpoint.recordHash) {
      const message = `Record ${sequence} has hash ${hash}; the chain's checkpoint has ${checkpoint.recordHash}.`;
      this.#list.add("CheckpointMismatch", message, { device, sequence });
    }
    if (entry.type !== "ChargeCycle" && isAt(counters)) {
      const message = `Record ${sequence} is no cycle; counters were published from it.`;
      this.#list.add("PublishedCountersMismatch", message, { device, sequence });
    }
  }
}
