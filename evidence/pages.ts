/** Blocks per event query; nodes bound it, and none known bounds it lower. */
const BLOCKS_PER_QUERY = 5_000;

/** Splits the blocks `first` to `blockTag` into ranges that every node answers, oldest first, both ends included. */
export function* blockRanges(blockTag: number, first = 0): Generator<{ readonly from: number; readonly to: number }> {
  for (let from = first; from <= blockTag; from += BLOCKS_PER_QUERY) {
    yield { from, to: Math.min(from + BLOCKS_PER_QUERY - 1, blockTag) };
  }
}
