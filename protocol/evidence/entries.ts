import type { Hex } from "../hex.js";
import type { ProvenEntry, ProvenGap } from "./bundle.js";
import type { Place } from "./faults.js";

/** A run of sequences, both ends included. */
export interface Range {
  readonly from: bigint;
  readonly to: bigint;
}

export function isGap(entry: ProvenEntry): entry is ProvenGap {
  return entry.type === "Gap";
}

export function deviceOfEntry(entry: ProvenEntry): Hex {
  return isGap(entry) ? entry.device : entry.header.device;
}

/** Sequences that an entry accounts for. */
export function rangeOfEntry(entry: ProvenEntry): Range {
  return isGap(entry)
    ? { from: entry.fromSequence, to: entry.toSequence }
    : { from: entry.header.sequence, to: entry.header.sequence };
}

export function placeOfEntry(entry: ProvenEntry): Place {
  return { device: deviceOfEntry(entry), sequence: rangeOfEntry(entry).from };
}

/** An entry in words: `Record 7` or `The gap 7 to 9`. */
export function nameOfEntry(entry: ProvenEntry): string {
  return isGap(entry) ? `The gap ${entry.fromSequence} to ${entry.toSequence}` : `Record ${entry.header.sequence}`;
}

/** An entry with its struct hash, which every check needs. */
export interface HashedEntry<Entry extends ProvenEntry = ProvenEntry> {
  readonly entry: Entry;
  readonly hash: Hex;
}
