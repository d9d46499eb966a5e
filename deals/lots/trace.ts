import type { Hex } from "../../protocol/index.js";
import { LotUnknown } from "../errors.js";
import { type LotRecord, type LotsPlace, readLots } from "./lotRecords.js";

/** Where a lot came from. */
export interface OriginTrace {
  /** The lot and all that it was made of, nearest first, each once. */
  readonly lots: readonly LotRecord[];
  /** Those of them that were put on the record as made of nothing that was there. */
  readonly origins: readonly LotRecord[];
  /** Lots that it leads to and that were not read, since there are more than it may read; empty if it is whole. */
  readonly unread: readonly Hex[];
}

/** What must be recalled with a lot. */
export interface RecallTrace {
  /** The lot and all that was made of it, nearest first, each once. */
  readonly lots: readonly LotRecord[];
  /** Those of them that are there still: kept or on their way. */
  readonly present: readonly LotRecord[];
  /** The packages in which they are now, each once. Not everything in these is to be recalled. */
  readonly packages: readonly LotRecord[];
  /** Who has what is there now, by account. */
  readonly custodians: ReadonlyMap<Hex, readonly Hex[]>;
  /** Lots and packages that it leads to and that were not read, since there are more than it may read; empty if it is whole. */
  readonly unread: readonly Hex[];
}

/** What a trace reads at most, lots. Nearest first: who splits its part into dust keeps none of what is nearer from being told. */
export const MOST_TRACED_LOTS = 100_000;

/**
 * Walks from a lot to all that it was made of; from a package also to what was packed into it. Reads a generation at a time.
 * @param most What it reads at most, lots.
 * @throws LotUnknown, LotRecordsBroken; as `read` if the node does not answer
 */
export async function traceUp(place: LotsPlace, lot: Hex, most = MOST_TRACED_LOTS): Promise<OriginTrace> {
  const { found: lots, unread } = await walk(place, lot, most, ({ parents, contents }) => [...parents, ...contents]);
  return { lots, origins: lots.filter(({ kind, parents }) => kind === "goods" && parents.length === 0), unread };
}

/**
 * Walks from a lot to all that was made of it; from a package to all that was packed into it and what became of that.
 * @param most What it reads at most, lots.
 * @throws LotUnknown, LotRecordsBroken; as `read` if the node does not answer
 */
export async function traceDown(place: LotsPlace, lot: Hex, most = MOST_TRACED_LOTS): Promise<RecallTrace> {
  const { found: lots, unread } = await walk(place, lot, most, ({ children, contents }) => [...children, ...contents]);
  const present = lots.filter(({ state }) => state === "kept" || state === "carried");
  const custodians = new Map<Hex, Hex[]>();
  for (const { id, custodian } of present) {
    const held = custodians.get(custodian);
    if (held === undefined) custodians.set(custodian, [id]);
    else held.push(id);
  }
  const around = await packagesOf(place, present, most);
  return { lots, present, packages: around.found, custodians, unread: [...unread, ...around.unread] };
}

/** What was read, and what was come to and not read. */
interface Walked {
  readonly found: LotRecord[];
  readonly unread: readonly Hex[];
}

/** All lots that `next` leads to, the first included, nearest first. A lot is read once, so circles of a lying node end too. */
async function walk(
  place: LotsPlace,
  first: Hex,
  most: number,
  next: (lot: LotRecord) => readonly Hex[],
): Promise<Walked> {
  const found: LotRecord[] = [];
  const seen = new Set<Hex>([first]);
  let generation: readonly Hex[] = [first];
  while (generation.length > 0 && found.length < most) {
    const room = most - found.length;
    const [read, left] = [generation.slice(0, room), generation.slice(room)];
    const records = await readLots(place, read);
    const unknown = records.find(({ kind }) => kind === "none");
    if (unknown !== undefined) throw new LotUnknown(unknown.id);
    for (const record of records) found.push(record);
    generation = [...left, ...unseen(seen, records.flatMap(next))];
  }
  return { found, unread: generation };
}

/** The packages around these lots, each once. */
async function packagesOf(place: LotsPlace, lots: readonly LotRecord[], most: number): Promise<Walked> {
  const packages: LotRecord[] = [];
  const known = new Map(lots.map((lot) => [lot.id, lot]));
  const seen = new Set<Hex>();
  let around = unseen(seen, outwards(lots));
  while (around.length > 0 && seen.size <= most) {
    const fetched = await readLots(
      place,
      around.filter((id) => !known.has(id)),
    );
    for (const record of fetched) known.set(record.id, record);
    const level = around.flatMap((id) => known.get(id) ?? []);
    for (const each of level) packages.push(each);
    around = unseen(seen, outwards(level));
  }
  return { found: packages, unread: around };
}

const outwards = (lots: readonly LotRecord[]): Hex[] => lots.flatMap(({ packedIn }) => packedIn ?? []);

/** Those that were not seen before, which now they are. */
function unseen(seen: Set<Hex>, ids: readonly Hex[]): Hex[] {
  const fresh: Hex[] = [];
  for (const id of ids) {
    if (seen.has(id)) continue;
    seen.add(id);
    fresh.push(id);
  }
  return fresh;
}
