import type { Range } from "./entries.js";
import type { Mark } from "./faults.js";

/** A gap of one device, with the times of the records around it, Unix seconds. */
export interface PastGap {
  readonly range: Range;
  /** Its place among the faults, for what later records show. */
  readonly mark: Mark;
  readonly afterS: bigint | null;
  beforeS: bigint | null;
}

/** Remembers the gaps of one device in the order of their sequences. */
export class GapLog {
  readonly #gaps: PastGap[] = [];
  #latestS: bigint | null = null;
  #open = 0;

  get all(): readonly PastGap[] {
    return this.#gaps;
  }

  /** @param range After those before it. */
  append(range: Range, mark: Mark): void {
    this.#gaps.push({ range, mark, afterS: this.#latestS, beforeS: null });
  }

  /** Notes the time of the next record: the gaps since the last one end there. */
  endAt(timestampS: bigint): void {
    for (; this.#open < this.#gaps.length; this.#open++) (this.#gaps[this.#open] as PastGap).beforeS = timestampS;
    this.#latestS = timestampS;
  }

  covers(sequence: bigint): boolean {
    return this.covering(sequence).length > 0;
  }

  /** The gap that covers `sequence`: none, or one. */
  covering(sequence: bigint): readonly PastGap[] {
    let low = 0;
    let high = this.#gaps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#gaps[middle] as PastGap).range.to < sequence) low = middle + 1;
      else high = middle;
    }
    const found = this.#gaps[low];
    return found !== undefined && found.range.from <= sequence ? [found] : [];
  }
}
