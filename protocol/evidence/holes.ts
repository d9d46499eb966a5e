import type { Range } from "./entries.js";
import type { EvidenceFault, FaultList, Mark, Place } from "./faults.js";
import { faultOf } from "./faults.js";

/** Sequences that were jumped over; later entries of the bundle may still bring them. */
interface Hole {
  readonly mark: Mark;
  readonly range: Range;
  readonly device: Place["device"];
  /** What came in its place, in words, and where. */
  readonly name: string;
  readonly place: Place;
  missing: readonly Range[];
}

/**
 * Remembers the sequences that one bundle jumped over, and says in the end what they were: records in the wrong order, or
 * missing. An honest bundle has none; of too many only the first are told apart.
 */
export class Holes {
  readonly #list: FaultList;
  readonly #most: number;
  #holes: Hole[] = [];

  constructor(list: FaultList, most: number) {
    this.#list = list;
    this.#most = most;
  }

  /** Notes that `range` of `device` was jumped over by what `name` and `place` say. */
  open(hole: Omit<Hole, "missing" | "mark">): void {
    const mark = this.#list.mark();
    const opened = { ...hole, mark, missing: [hole.range] };
    if (this.#holes.length < this.#most && !this.#list.isFull) this.#holes.push(opened);
    else this.#list.addAll(faultsOf(opened), mark);
  }

  /** Notes that an entry came late; returns true if it was jumped over before. */
  fill(device: Place["device"], { from, to }: Range): boolean {
    // Of too many faults it does not matter any more what was late and what is missing.
    if (this.#list.isFull) return true;
    const hole = this.#holes.find(
      (each) => each.device === device && each.missing.some((run) => run.from <= to && from <= run.to),
    );
    if (hole === undefined) return false;
    hole.missing = hole.missing.flatMap((run) => {
      if (run.to < from || to < run.from) return [run];
      const rest: Range[] = [];
      if (run.from < from) rest.push({ from: run.from, to: from - 1n });
      if (to < run.to) rest.push({ from: to + 1n, to: run.to });
      return rest;
    });
    return true;
  }

  /** Reports what is open or was filled late. Call once, after the last entry. */
  report(): void {
    for (const hole of this.#holes) this.#list.addAll(faultsOf(hole), hole.mark);
    this.#holes = [];
  }
}

function faultsOf({ device, range, missing, name, place }: Hole): EvidenceFault[] {
  const isWhole = missing.length === 1 && missing[0]?.from === range.from && missing[0].to === range.to;
  const late = isWhole
    ? []
    : [faultOf("RecordsOutOfOrder", `${name} comes where record ${range.from} belongs.`, place)];
  const absent = missing.map(({ from, to }) => {
    const which = from === to ? `Record ${from} is` : `Records ${from} to ${to} are`;
    return faultOf("RecordMissing", `${which} missing and no gap covers it.`, { device, sequence: from });
  });
  return [...late, ...absent];
}
