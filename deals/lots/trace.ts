import type { Hex } from "../../protocol/index.js";
import { LotTraceTooLarge, LotUnknown } from "../errors.js";
import { type LotRecord, type LotsPlace, readLots } from "./lotRecords.js";

/** Where a lot came from. */
export interface OriginTrace {
  /** The lot and all that it was made of, nearest first, each once. */
  readonly lots: readonly LotRecord[];
  /** Those of them that were put on the record as made of nothing that was there. */
  readonly origins: readonly LotRecord[];
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
}

/** Where a trace gives up, lots. */
export const MOST_TRACED_LOTS = 100_000;

/**
 * Walks from a lot to all that it was made of; from a package also to what was packed into it. Reads a generation at a time.
 * @param most Where it gives up, lots.
 * @throws LotUnknown, LotTraceTooLarge, LotRecordsBroken; as `read` if the node does not answer
 */
export async function traceUp(place: LotsPlace, lot: Hex, most = MOST_TRACED_LOTS): Promise<OriginTrace> {
  const lots = await walk(place, lot, most, ({ parents, contents }) => [...parents, ...contents]);
  return { lots, origins: lots.filter(({ kind, parents }) => kind === "goods" && parents.length === 0) };
}

/**
 * Walks from a lot to all that was made of it; from a package to all that was packed into it and what became of that.
 * @param most Where it gives up, lots.
 * @throws LotUnknown, LotTraceTooLarge, LotRecordsBroken; as `read` if the node does not answer
 */
export async function traceDown(place: LotsPlace, lot: Hex, most = MOST_TRACED_LOTS): Promise<RecallTrace> {
  const lots = await walk(place, lot, most, ({ children, contents }) => [...children, ...contents]);
  const present = lots.filter(({ state }) => state === "kept" || state === "carried");
  const custodians = new Map<Hex, Hex[]>();
  for (const { id, custodian } of present) {
    const held = custodians.get(custodian);
    if (held === undefined) custodians.set(custodian, [id]);
    else held.push(id);
  }
  return { lots, present, packages: await packagesOf(place, present, most), custodians };
}

/** All lots that `next` leads to, the first included, nearest first. A lot is read once, so circles of a lying node end too. */
async function walk(
  place: LotsPlace,
  first: Hex,
  most: number,
  next: (lot: LotRecord) => readonly Hex[],
): Promise<LotRecord[]> {
  const found: LotRecord[] = [];
  const seen = new Set<Hex>([first]);
  let generation: readonly Hex[] = [first];
  while (generation.length > 0) {
    if (seen.size > most) throw new LotTraceTooLarge(first, most);
    const records = await readLots(place, generation);
    const unknown = records.find(({ kind }) => kind === "none");
    if (unknown !== undefined) throw new LotUnknown(unknown.id);
    for (const record of records) found.push(record);
    generation = unseen(seen, records.flatMap(next));
  }
  return found;
}

/** The packages around these lots, each once. */
async function packagesOf(place: LotsPlace, lots: readonly LotRecord[], most: number): Promise<LotRecord[]> {
  const packages: LotRecord[] = [];
  const known = new Map(lots.map((lot) => [lot.id, lot]));
  const seen = new Set<Hex>();
  let around = unseen(seen, outwards(lots));
  while (around.length > 0) {
    if (seen.size > most) throw new LotTraceTooLarge(around[0] ?? "0x", most);
    const fetched = await readLots(
      place,
      around.filter((id) => !known.has(id)),
    );
    for (const record of fetched) known.set(record.id, record);
    const level = around.flatMap((id) => known.get(id) ?? []);
    for (const each of level) packages.push(each);
    around = unseen(seen, outwards(level));
  }
  return packages;
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
