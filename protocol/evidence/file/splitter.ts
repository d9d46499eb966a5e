import { EvidenceUnreadable } from "../bundle.js";
import { EvidenceTooLarge } from "./errors.js";

/** Takes the members of a JSON object as they are read. Bytes are valid during the call only. */
export interface SplitHandler {
  /** A member begins. @param name Its name as JSON text, quotes included. Returns true if its items are wanted one by one. */
  member(name: Uint8Array): boolean;
  /** The member's value, or one item of it, as JSON text, with the number of colons in it that are outside of strings. */
  value(json: Uint8Array, colons: number, isItem: boolean): void;
  /** The items of the member have ended. */
  ended(): void;
}

/** Far more than a record with the longest proof; all of a value is held in memory at once. */
export const LONGEST_VALUE_BYTES = 64 * 1024;
const DEEPEST = 8;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [0x7b, 0x7d, 0x5b, 0x5d];

type Expected =
  | "object"
  | "firstName"
  | "name"
  | "colon"
  | "value"
  | "next"
  | "firstItem"
  | "item"
  | "nextItem"
  | "nothing";

/**
 * Splits the text of a JSON object into its members, and wanted members into their items, chunk by chunk. Looks only for
 * where values begin and end; whether they are JSON is for `JSON.parse` to say. Values, white space and nesting beyond
 * what evidence needs are refused as soon as they are met, so that no file costs more than a value's memory.
 * Throws `EvidenceUnreadable` and `EvidenceTooLarge`.
 */
export class Splitter {
  readonly #handler: SplitHandler;
  #expected: Expected = "object";
  #isName = false;
  #isItems = false;
  #spaceBytes = 0;
  /** What earlier chunks held of the value that is being read. */
  readonly #carried = new Uint8Array(LONGEST_VALUE_BYTES);
  #carriedBytes = 0;
  #isInValue = false;
  #isScalar = false;
  #isInString = false;
  #isEscaped = false;
  #depth = 0;
  #colons = 0;

  constructor(handler: SplitHandler) {
    this.#handler = handler;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) at = this.#isInValue ? this.#scanValue(chunk, at) : this.#between(chunk, at);
  }

  /** Call once after the last chunk. */
  finish(): void {
    if (this.#expected === "object" && !this.#isInValue) throw new EvidenceUnreadable("it is no JSON object");
    if (this.#expected !== "nothing") throw notJson();
  }

  /** Goes over what is between values; returns where to go on. */
  #between(chunk: Uint8Array, at: number): number {
    const byte = chunk[at] as number;
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
      if (++this.#spaceBytes > LONGEST_VALUE_BYTES)
        throw new EvidenceTooLarge("white space", LONGEST_VALUE_BYTES, "bytes");
      return at + 1;
    }
    this.#spaceBytes = 0;
    switch (this.#expected) {
      case "object":
        if (byte !== OPEN_OBJECT) throw new EvidenceUnreadable("it is no JSON object");
        return this.#expect("firstName", at);
      case "firstName":
        if (byte === CLOSE_OBJECT) return this.#expect("nothing", at);
        return this.#beginName(byte, at);
      case "name":
        return this.#beginName(byte, at);
      case "colon":
        if (byte !== COLON) throw notJson();
        return this.#expect("value", at);
      case "value":
        if (this.#isItems && byte === OPEN_ARRAY) return this.#expect("firstItem", at);
        return this.#beginValue(byte, at);
      case "next":
        if (byte !== COMMA && byte !== CLOSE_OBJECT) throw notJson();
        return this.#expect(byte === COMMA ? "name" : "nothing", at);
      case "firstItem":
        if (byte === CLOSE_ARRAY) return this.#endItems(at);
        return this.#beginValue(byte, at);
      case "item":
        return this.#beginValue(byte, at);
      case "nextItem":
        if (byte === CLOSE_ARRAY) return this.#endItems(at);
        if (byte !== COMMA) throw notJson();
        return this.#expect("item", at);
      case "nothing":
        throw notJson();
    }
  }

  #expect(expected: Expected, at: number): number {
    this.#expected = expected;
    return at + 1;
  }

  #endItems(at: number): number {
    this.#handler.ended();
    return this.#expect("next", at);
  }

  #beginName(byte: number, at: number): number {
    if (byte !== QUOTE) throw notJson();
    this.#isName = true;
    return this.#beginValue(byte, at);
  }

  #beginValue(byte: number, at: number): number {
    this.#isInValue = true;
    this.#isScalar = byte !== QUOTE && byte !== OPEN_OBJECT && byte !== OPEN_ARRAY;
    this.#carriedBytes = 0;
    this.#depth = 0;
    this.#colons = 0;
    return at;
  }

  /** Looks for the end of the value from `start` on; returns where to go on. */
  #scanValue(chunk: Uint8Array, start: number): number {
    const end = this.#endOf(chunk, start);
    const length = (end ?? chunk.length) - start;
    if (this.#carriedBytes + length > LONGEST_VALUE_BYTES) {
      throw new EvidenceTooLarge("a value", LONGEST_VALUE_BYTES, "bytes");
    }
    if (end === undefined || this.#carriedBytes > 0) {
      this.#carried.set(chunk.subarray(start, start + length), this.#carriedBytes);
      this.#carriedBytes += length;
    }
    if (end === undefined) return chunk.length;
    this.#isInValue = false;
    this.#give(this.#carriedBytes > 0 ? this.#carried.subarray(0, this.#carriedBytes) : chunk.subarray(start, end));
    return end;
  }

  #give(json: Uint8Array): void {
    if (this.#isName) {
      this.#isName = false;
      this.#isItems = this.#handler.member(json);
      this.#expected = "colon";
      return;
    }
    // A member of which the items are wanted, and whose value is no array, is given as a whole.
    const isItem = this.#expected !== "value";
    this.#expected = isItem ? "nextItem" : "next";
    this.#handler.value(json, this.#colons, isItem);
  }

  /** Index after the value's last byte; undefined if the chunk ends before. */
  #endOf(chunk: Uint8Array, start: number): number | undefined {
    for (let at = start; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.#isInString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === BACKSLASH) this.#isEscaped = true;
        else if (byte === QUOTE) {
          this.#isInString = false;
          if (this.#depth === 0) return at + 1;
        }
      } else if (this.#isScalar) {
        if (byte === COMMA || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT || byte <= 0x20) return at;
      } else if (byte === QUOTE) this.#isInString = true;
      else if (byte === COLON) this.#colons++;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        if (++this.#depth > DEEPEST) throw new EvidenceTooLarge("nesting", DEEPEST, "levels");
      } else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --this.#depth === 0) return at + 1;
    }
    return undefined;
  }
}

function notJson(): EvidenceUnreadable {
  return new EvidenceUnreadable("it is not whole JSON");
}
