import type { Hex } from "../hex.js";
import type { EvidenceScope, ProvenEntry } from "./bundle.js";
import { deviceOfEntry, nameOfEntry, placeOfEntry } from "./entries.js";
import type { FaultList } from "./faults.js";
import { DeviceHistory } from "./history.js";
import type { Holes } from "./holes.js";
import { type Span, withinSpan } from "./spans.js";

export interface DevicesInput {
  /** The battery's devices, oldest first. */
  readonly spans: readonly Span[];
  readonly scope: EvidenceScope;
  readonly faults: FaultList;
  readonly holes: Holes;
}

/** The devices of a battery one after the other, each with the part of its history that is the battery's. */
export class DeviceSequence {
  readonly #spans: readonly Span[];
  readonly #ranks: ReadonlyMap<Hex, number>;
  readonly #faults: FaultList;
  readonly #holes: Holes;
  readonly #histories = new Map<number, DeviceHistory>();
  #firstRank: number | undefined;
  #latestRank = 0;

  constructor({ spans, scope, faults, holes }: DevicesInput) {
    this.#spans = spans;
    this.#ranks = new Map(spans.map(({ device }, rank) => [device, rank]));
    this.#faults = faults;
    this.#holes = holes;
    const [first] = spans;
    if (scope === "complete" && first !== undefined) {
      this.#firstRank = 0;
      this.#begin(0, first.first);
    }
  }

  /** Position of the history's first device; undefined before a part's first record. */
  get firstRank(): number | undefined {
    return this.#firstRank;
  }

  get latestRank(): number {
    return this.#latestRank;
  }

  at(rank: number): DeviceHistory | undefined {
    return this.#histories.get(rank);
  }

  /** Position of the entry's device; undefined if the entry is of no device of the battery, or of another time in its life. */
  rankOf(entry: ProvenEntry): number | undefined {
    const rank = this.#ranks.get(deviceOfEntry(entry));
    if (rank === undefined) return undefined;
    const { from, to } = withinSpan(this.#spanOf(rank), entry);
    return from <= to ? rank : undefined;
  }

  /**
   * The history that an entry goes on with. Those of the devices before it end here; `lost` counts the records that they
   * lack.
   */
  historyOf(entry: ProvenEntry, rank: number): { history: DeviceHistory; lost: bigint } {
    let lost = 0n;
    const place = placeOfEntry(entry);
    const name = nameOfEntry(entry);
    if (this.#firstRank === undefined) {
      // A part begins where its first entry does.
      this.#firstRank = rank;
      this.#latestRank = rank;
      this.#begin(rank, withinSpan(this.#spanOf(rank), entry).from);
    }
    for (; this.#latestRank < rank; this.#latestRank++) {
      const { last } = this.#spanOf(this.#latestRank);
      if (last !== null) lost += this.#histories.get(this.#latestRank)?.skipTo(last, { name, place }) ?? 0n;
      this.#begin(this.#latestRank + 1, this.#spanOf(this.#latestRank + 1).first);
    }
    if (rank < this.#latestRank) {
      this.#faults.add("RecordsOutOfOrder", `${name} comes after those of a device bound later.`, place);
    }
    const history = this.#histories.get(rank) ?? this.#begin(rank, this.#spanOf(rank).first);
    return { history, lost };
  }

  #begin(rank: number, first: bigint): DeviceHistory {
    const history = new DeviceHistory(this.#spanOf(rank), first, this.#faults, this.#holes);
    this.#histories.set(rank, history);
    return history;
  }

  #spanOf(rank: number): Span {
    return this.#spans[rank] as Span;
  }
}
