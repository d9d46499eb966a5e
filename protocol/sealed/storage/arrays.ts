import type { Hex } from "../../hex.js";
import { SealedStateUnreadable } from "../errors.js";
import { type Reading, wordAt, words } from "./reading.js";
import { contentSlot } from "./slots.js";

/** More than any list that a contract of ours keeps. */
const MOST_ITEMS = 100_000n;

/** Reads a dynamic array of structs: the words of each item. @param itemWords Words of one item. */
export function* arrayItems(address: Hex, slot: bigint, itemWords: number): Reading<(readonly bigint[])[]> {
  const length = yield* wordAt(address, slot);
  if (length > MOST_ITEMS) throw new SealedStateUnreadable(`a list of ${address}`, `has ${length} items`);
  const all = yield* words(address, contentSlot(slot), Number(length) * itemWords);
  return Array.from({ length: Number(length) }, (_, index) => all.slice(index * itemWords, (index + 1) * itemWords));
}

/** Longest text that is read, bytes: contracts of ours keep none of more than 256. */
const LONGEST_TEXT_BYTES = 1024n;
const LONGEST_SHORT_BYTES = 31n;

/** Reads a `string`: in its own slot if it is short, behind the slot's hash if not (Solidity's documentation, "bytes and string"). */
export function* textAt(address: Hex, slot: bigint, what: string): Reading<string> {
  const head = yield* wordAt(address, slot);
  const isLong = (head & 1n) === 1n;
  const length = isLong ? (head - 1n) >> 1n : (head & 0xffn) >> 1n;
  const fits = isLong ? length > LONGEST_SHORT_BYTES && length <= LONGEST_TEXT_BYTES : length <= LONGEST_SHORT_BYTES;
  if (!fits) throw new SealedStateUnreadable(what, "is no text");
  const size = Number(length);
  const content = isLong ? yield* words(address, contentSlot(slot), Math.ceil(size / 32)) : [head];
  return textOf(content, size, what);
}

function textOf(content: readonly bigint[], size: number, what: string): string {
  const digits = content.map((each) => each.toString(16).padStart(64, "0")).join("");
  const bytes = Uint8Array.from({ length: size }, (_, at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SealedStateUnreadable(what, "is no text in UTF-8");
  }
}
