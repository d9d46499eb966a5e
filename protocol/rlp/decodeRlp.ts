import { RlpInvalid } from "./errors.js";
import { LONG_BYTES, LONG_LIST, LONGEST_SHORT, type RlpItem, SHORT_BYTES, SHORT_LIST } from "./item.js";

/** Lists within lists: a header has two, a node of a trie that holds its child a few more. */
const DEEPEST = 16;
/** Bytes that a length may take to write: 2³² is more than any input that is decoded. */
const MOST_LENGTH_BYTES = 4;

/**
 * Decodes RLP and accepts nothing but what `encodeRlp` writes: one item, no byte after it, no length or single byte written
 * longer than needed. So there is one text for each item, and a hash of the text is one of the item.
 * The bytes returned are views of `bytes`.
 * @param bytes The whole of it; its length bounds the work. Callers bound the length.
 * @throws RlpInvalid
 */
export function decodeRlp(bytes: Uint8Array): RlpItem {
  const { item, end } = itemAt(bytes, 0, bytes.length, 0);
  if (end !== bytes.length) throw new RlpInvalid(`${bytes.length - end} bytes follow its end`);
  return item;
}

interface Placed {
  readonly item: RlpItem;
  /** Where the next item begins. */
  readonly end: number;
}

function itemAt(bytes: Uint8Array, at: number, limit: number, depth: number): Placed {
  const first = bytes[at];
  if (at >= limit || first === undefined) throw new RlpInvalid("it is cut short");
  if (first < SHORT_BYTES) return { item: bytes.subarray(at, at + 1), end: at + 1 };
  const isList = first >= SHORT_LIST;
  const { start, end } = contentAt(
    bytes,
    at,
    limit,
    isList ? SHORT_LIST : SHORT_BYTES,
    isList ? LONG_LIST : LONG_BYTES,
  );
  if (isList) return { item: itemsBetween(bytes, start, end, depth), end };
  const item = bytes.subarray(start, end);
  if (item.length === 1 && (item[0] as number) < SHORT_BYTES) throw new RlpInvalid("a single byte has a length");
  return { item, end };
}

function itemsBetween(bytes: Uint8Array, start: number, end: number, depth: number): RlpItem[] {
  if (depth >= DEEPEST) throw new RlpInvalid(`its lists lie more than ${DEEPEST} deep`);
  const items: RlpItem[] = [];
  for (let at = start; at < end; ) {
    const placed = itemAt(bytes, at, end, depth + 1);
    items.push(placed.item);
    at = placed.end;
  }
  return items;
}

function contentAt(bytes: Uint8Array, at: number, limit: number, short: number, long: number) {
  const first = bytes[at] as number;
  const lengthBytes = Math.max(0, first - long);
  if (lengthBytes > MOST_LENGTH_BYTES) throw new RlpInvalid("a length is longer than any input");
  const start = at + 1 + lengthBytes;
  if (start > limit) throw new RlpInvalid("it is cut short");
  let length = lengthBytes === 0 ? first - short : 0;
  for (let place = at + 1; place < start; place++) length = length * 256 + (bytes[place] as number);
  if (lengthBytes > 0 && (bytes[at + 1] === 0 || length <= LONGEST_SHORT)) {
    throw new RlpInvalid("a length is written longer than needed");
  }
  if (start + length > limit) throw new RlpInvalid("it is cut short");
  return { start, end: start + length };
}
