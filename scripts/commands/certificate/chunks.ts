/** Intervals `from` to `to` (exclusive), by position, that one transaction certifies. */
export interface Chunk {
  readonly from: number;
  readonly to: number;
}

export interface ChunkWish {
  /** Words of each interval. */
  readonly sizes: readonly number[];
  /** Whether the interval is still to be certified. */
  readonly isPending: readonly boolean[];
  /** Whether the head before the interval is proven; one entry more than there are intervals, the last being true. */
  readonly isProven: readonly boolean[];
}

/** Most words that one transaction takes: some 9 million gas. */
const MOST_WORDS = 300;
/** What an interval costs beside its words, counted in words. */
const INTERVAL_WORDS = 2;

/** Cuts what is still to be certified into transactions, the newest first: each leads to a head that is proven by then. */
export function chunksOf({ sizes, isPending, isProven }: ChunkWish): Chunk[] {
  const chunks: Chunk[] = [];
  const first = isPending.indexOf(true);
  let reached = sizes.length;
  for (;;) {
    const last = isPending.lastIndexOf(true, reached - 1);
    if (first === -1 || reached === 0 || last === -1) return chunks;
    // From the oldest head beyond the last that is proven already.
    const to = Math.min(reached, isProven.indexOf(true, last + 1));
    let from = to;
    let words = 0;
    while (from > first) {
      words += (sizes[from - 1] ?? 0) + INTERVAL_WORDS;
      if (from !== to && words > MOST_WORDS) break;
      from -= 1;
    }
    chunks.push({ from, to });
    reached = from;
  }
}
