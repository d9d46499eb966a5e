import { LONG_BYTES, LONG_LIST, LONGEST_SHORT, type RlpItem, SHORT_BYTES, SHORT_LIST } from "./item.js";
import { quantityBytes } from "./quantities.js";

/** The one RLP encoding of an item (Ethereum's Yellow Paper, appendix B). */
export function encodeRlp(item: RlpItem): Uint8Array {
  if (!(item instanceof Uint8Array)) return withLength(item.map(encodeRlp), SHORT_LIST, LONG_LIST);
  const first = item[0];
  if (item.length === 1 && first !== undefined && first < SHORT_BYTES) return item.slice();
  return withLength([item], SHORT_BYTES, LONG_BYTES);
}

function withLength(parts: readonly Uint8Array[], short: number, long: number): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const written = length > LONGEST_SHORT ? quantityBytes(BigInt(length)) : new Uint8Array();
  const whole = new Uint8Array(1 + written.length + length);
  whole[0] = length > LONGEST_SHORT ? long + written.length : short + length;
  whole.set(written, 1);
  let at = 1 + written.length;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
