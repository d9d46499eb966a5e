import { bigEndian, compareHashes, HASH_WORDS } from "./compareHashes.js";

/** More buckets than this would cost more to walk than they spare in comparisons. */
const MOST_BUCKET_BITS = 20;
/** From this size on a bucket is sorted by comparisons in n log n, so that chosen hashes cannot make it slow. */
const LARGE_BUCKET = 32;

/**
 * Positions of the hashes in rising order. Hashes are spread evenly, so that a bucket for each leading bit pattern holds
 * about one of them: a million take some 50 ms. Hashes that are not spread evenly are sorted too, only slower.
 * @param hashes Hashes as 32-bit words in memory order, one after the other.
 */
export function sortHashes(hashes: Uint32Array): Uint32Array {
  const count = hashes.length / HASH_WORDS;
  const bits = Math.min(MOST_BUCKET_BITS, Math.max(1, 31 - Math.clz32(count)));
  const shift = 32 - bits;
  const bucketOf = (index: number) => bigEndian(hashes[HASH_WORDS * index] as number) >>> shift;

  const starts = new Uint32Array((1 << bits) + 1);
  for (let index = 0; index < count; index++) (starts[bucketOf(index) + 1] as number)++;
  for (let bucket = 1; bucket < starts.length; bucket++)
    starts[bucket] = (starts[bucket] as number) + (starts[bucket - 1] as number);

  const order = new Uint32Array(count);
  for (let index = 0; index < count; index++) {
    const bucket = bucketOf(index);
    const at = starts[bucket] as number;
    order[at] = index;
    starts[bucket] = at + 1;
  }
  // Filling a bucket has moved its start to its end.
  let start = 0;
  for (let bucket = 0; bucket < 1 << bits; bucket++) {
    const end = starts[bucket] as number;
    if (end - start > 1) sortBucket(hashes, order, start, end);
    start = end;
  }
  return order;
}

function sortBucket(hashes: Uint32Array, order: Uint32Array, start: number, end: number): void {
  if (end - start >= LARGE_BUCKET) {
    order.subarray(start, end).sort((a, b) => compareHashes(hashes, HASH_WORDS * a, hashes, HASH_WORDS * b));
    return;
  }
  for (let next = start + 1; next < end; next++) {
    const index = order[next] as number;
    let at = next;
    for (; at > start; at--) {
      const before = order[at - 1] as number;
      if (compareHashes(hashes, HASH_WORDS * before, hashes, HASH_WORDS * index) <= 0) break;
      order[at] = before;
    }
    order[at] = index;
  }
}
