import type { Hex } from "../../hex.js";
import { countMembers, SchemaUnsupported } from "../../json/document.js";
import { type Read, UnexpectedValue } from "../../json/readers.js";
import {
  type BatchReference,
  EVIDENCE_SCHEMA,
  type EvidenceHead,
  EvidenceUnreadable,
  type ProvenEntry,
} from "../bundle.js";
import { headMembers, MOST_RECORDS, readBatchReference, readEntry } from "../bundleJson.js";
import { EvidenceHeadLate, EvidenceTooLarge } from "./errors.js";
import { type SplitHandler, Splitter } from "./splitter.js";

/** Takes what a file says, in this order. */
export interface EvidenceSink {
  head(head: EvidenceHead): void;
  entry(entry: ProvenEntry): void;
}

/** How much of a file was read. */
export interface EvidenceProgress {
  readonly bytes: number;
  /** Records and gaps. */
  readonly records: number;
}

/** More than the most records in the longest form. */
const MOST_BYTES = 2 ** 32;
/** Small files may have their members in any order; of larger ones the head comes first. */
const MOST_HELD_BYTES = 16 * 1024 * 1024;
/** What holding costs beside the text. */
const HELD_ITEM_BYTES = 200;

const ITEMS = ["batches", "records"] as const;
type HeadName = keyof typeof headMembers;
type Name = HeadName | (typeof ITEMS)[number];
const NAMES: readonly string[] = [...Object.keys(headMembers), ...ITEMS];

/** Something that was read before it can be judged. */
interface Held {
  readonly name: string;
  /** Undefined for the end of items. */
  readonly json: Uint8Array | undefined;
  readonly colons: number;
}

/**
 * Reads evidence of any length, chunk by chunk, and gives its head and then its entries to the sink as they come. What the
 * file holds is checked as `parseEvidence` does: form, types, nothing unknown, missing or given twice.
 * Throws `EvidenceUnreadable`, `SchemaUnsupported`, `EvidenceTooLarge`, `EvidenceHeadLate`, and what the sink throws.
 */
export class EvidenceReader {
  readonly #sink: EvidenceSink;
  readonly #splitter = new Splitter(this.#handler());
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  readonly #seen = new Set<string>();
  readonly #head: Partial<Record<HeadName, unknown>> = {};
  readonly #batches: BatchReference[] = [];
  readonly #streams = new Map<Hex, Hex>();
  #current = "";
  #hasBatches = false;
  #isHeadGiven = false;
  #held: Held[] = [];
  #heldBytes = 0;
  #bytes = 0;
  #records = 0;

  constructor(sink: EvidenceSink) {
    this.#sink = sink;
  }

  get progress(): EvidenceProgress {
    return { bytes: this.#bytes, records: this.#records };
  }

  push(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    if (this.#bytes > MOST_BYTES) throw new EvidenceTooLarge("a length", MOST_BYTES, "bytes");
    this.#splitter.push(chunk);
  }

  /** Call once after the last chunk. */
  finish(): void {
    this.#splitter.finish();
    if (!("schema" in this.#head)) throw new SchemaUnsupported(EVIDENCE_SCHEMA, undefined);
    const missing = NAMES.find((name) => !this.#seen.has(name));
    if (missing !== undefined) throw new EvidenceUnreadable(`${missing} is not present`);
  }

  #handler(): SplitHandler {
    return {
      member: (name) => this.#begin(name),
      value: (json, colons, isItem) => {
        const isList = this.#current === "batches" || this.#current === "records";
        if (isList && !isItem) throw new EvidenceUnreadable(`${this.#current} is not an array`);
        this.#take({ name: this.#current, json, colons });
      },
      ended: () => this.#take({ name: this.#current, json: undefined, colons: 0 }),
    };
  }

  #begin(json: Uint8Array): boolean {
    const name = String(this.#parse(json));
    if (this.#seen.has(name)) throw new EvidenceUnreadable("a member is given twice");
    if (this.#seen.size > NAMES.length) throw unknownMember();
    this.#seen.add(name);
    this.#current = name;
    return name === "batches" || name === "records";
  }

  /** Judges what was read, or holds it until the schema is known, and records until the head is. */
  #take(held: Held): void {
    const mayJudge = "schema" in this.#head ? this.#isHeadGiven || held.name !== "records" : held.name === "schema";
    if (!mayJudge) {
      this.#hold(held);
      return;
    }
    this.#judge(held);
    if (held.name === "schema") this.#release();
    this.#giveHead();
  }

  #hold({ name, json, colons }: Held): void {
    this.#heldBytes += HELD_ITEM_BYTES + (json?.length ?? 0);
    if (this.#heldBytes > MOST_HELD_BYTES) throw new EvidenceHeadLate(MOST_HELD_BYTES);
    this.#held.push({ name, json: json?.slice(), colons });
  }

  #release(): void {
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    for (const each of held) this.#take(each);
  }

  #giveHead(): void {
    if (this.#isHeadGiven || !this.#hasBatches) return;
    if (!Object.keys(headMembers).every((name) => name in this.#head)) return;
    this.#isHeadGiven = true;
    this.#sink.head({ ...(this.#head as Omit<EvidenceHead, "batches">), batches: this.#batches });
    this.#release();
  }

  #judge({ name, json, colons }: Held): void {
    if (!NAMES.includes(name)) throw unknownMember();
    if (json === undefined) {
      if (name === "batches") this.#hasBatches = true;
      return;
    }
    const value = this.#parse(json);
    const judged = this.#read(name as Name, value);
    // Equal members of an object overwrite each other; their colons do not.
    if (countMembers(value) !== colons) throw new EvidenceUnreadable("a member is given twice");
    judged();
  }

  /** Reads a member's value or item; returns what to do with it. */
  #read(name: Name, value: unknown): () => void {
    if (name === "batches") {
      const batch = this.#readItem(name, readBatchReference, value, this.#batches.length);
      return () => this.#addBatch(batch);
    }
    if (name === "records") {
      const entry = this.#readItem(name, readEntry, value, this.#records);
      return () => {
        this.#records += 1;
        this.#sink.entry(entry);
      };
    }
    if (name === "schema" && value !== EVIDENCE_SCHEMA) throw new SchemaUnsupported(EVIDENCE_SCHEMA, value);
    const read = readAt(headMembers[name] as Read<unknown>, value, name);
    return () => {
      this.#head[name] = read;
    };
  }

  #readItem<Item>(name: (typeof ITEMS)[number], read: Read<Item>, value: unknown, index: number): Item {
    if (index >= MOST_RECORDS) throw new EvidenceTooLarge("a list", MOST_RECORDS, name);
    return readAt(read, value, `${name}[${index}]`);
  }

  /** Most batches are of few streams: their names are kept once. */
  #addBatch(batch: BatchReference): void {
    const stream = this.#streams.get(batch.stream) ?? batch.stream;
    this.#streams.set(stream, stream);
    this.#batches.push({ ...batch, stream });
  }

  #parse(json: Uint8Array): unknown {
    let text: string;
    try {
      text = this.#decoder.decode(json);
    } catch {
      throw new EvidenceUnreadable("it is not UTF-8");
    }
    try {
      return JSON.parse(text);
    } catch {
      // The engine's own message quotes the text, which may be hostile.
      throw new EvidenceUnreadable("it is not whole JSON");
    }
  }
}

function readAt<T>(read: Read<T>, value: unknown, place: string): T {
  try {
    return read(value);
  } catch (error) {
    if (!(error instanceof UnexpectedValue)) throw error;
    const { path, expected } = error.within(place);
    throw new EvidenceUnreadable(`${path} is not ${expected}`);
  }
}

function unknownMember(): EvidenceUnreadable {
  return new EvidenceUnreadable(`it is not an object of ${NAMES.join(", ")} alone`);
}
