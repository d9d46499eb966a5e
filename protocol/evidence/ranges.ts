/** A run of sequences, both ends included. */
export interface Range {
  readonly from: bigint;
  readonly to: bigint;
}

/** A set of sequences as ascending runs that neither overlap nor touch. */
export class RangeSet {
  readonly #runs: readonly Range[];

  /** @param ranges In any order, overlapping or not. */
  constructor(ranges: readonly Range[]) {
    const runs: { from: bigint; to: bigint }[] = [];
    for (const { from, to } of [...ranges].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
      const last = runs.at(-1);
      if (last === undefined || from > last.to + 1n) runs.push({ from, to });
      else if (to > last.to) last.to = to;
    }
    this.#runs = runs;
  }

  /** True if at least one sequence of `range` is in the set. */
  intersects({ from, to }: Range): boolean {
    const run = this.#runs[this.#firstEndingAtOrAfter(from)];
    return run !== undefined && run.from <= to;
  }

  /** Runs of `range` that are not in the set. */
  missingFrom({ from, to }: Range): Range[] {
    const missing: Range[] = [];
    let next = from;
    for (let index = this.#firstEndingAtOrAfter(from); next <= to; index++) {
      const run = this.#runs[index];
      if (run === undefined || run.from > to) {
        missing.push({ from: next, to });
        break;
      }
      if (run.from > next) missing.push({ from: next, to: run.from - 1n });
      next = run.to + 1n;
    }
    return missing;
  }

  #firstEndingAtOrAfter(sequence: bigint): number {
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#runs[middle] as Range).to < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
