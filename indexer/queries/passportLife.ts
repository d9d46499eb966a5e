import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import type { CycleCounters } from "../../protocol/records/chargeCycle.js";
import type { EventPosition } from "../database/eventPosition.js";
import type { ReadModel } from "../database/schema.js";
import { uintOf } from "../database/uint64.js";
import { cycleOfJson } from "./cycleRecords.js";
import { batteryStatusName } from "./names.js";

const ZERO_ADDRESS: Hex = `0x${"00".repeat(20)}`;

/** What became of a battery since its issue. */
export interface PassportLife {
  readonly batteryStatus: ReturnType<typeof batteryStatusName>;
  readonly keeper: Hex | null;
  /** Account to which custody is offered. */
  readonly offeredTo: Hex | null;
  /** Token ids. */
  readonly predecessors: readonly Hex[];
  readonly successor: Hex | null;
  readonly pack: Hex | null;
  readonly modules: readonly Hex[];
  readonly checkpoint: { device: Hex; sequence: bigint; recordHash: Hex; setAtS: bigint } | null;
  readonly publishedCounters: {
    device: Hex;
    sequence: bigint;
    publishedAtS: bigint;
    /** Null where the record that they stand in is not held here. */
    counters: CycleCounters | null;
  } | null;
}

/** Life of a passport as the events up to now tell it. */
export async function passportLife(database: Kysely<ReadModel>, passport: Hex): Promise<PassportLife> {
  const [statuses, custody, successions, modules, checkpoints, published] = await Promise.all([
    inOrder(database, "batteryStatuses", ["passport"], passport),
    inOrder(database, "custody", ["passport"], passport),
    inOrder(database, "successions", ["predecessor", "successor"], passport),
    inOrder(database, "modules", ["pack", "module"], passport),
    inOrder(database, "passportCheckpoints", ["passport"], passport),
    inOrder(database, "publishedCounters", ["passport"], passport),
  ]);
  const accountOf = (role: "keeper" | "offered") => custody.findLast((row) => row.role === role)?.account ?? null;
  const offered = accountOf("offered");
  const packs = modules.filter(({ module }) => module === passport);
  const checkpoint = checkpoints.at(-1);
  const last = published.at(-1);
  return {
    batteryStatus: batteryStatusName(statuses.at(-1)?.status ?? 0),
    keeper: accountOf("keeper"),
    offeredTo: offered === ZERO_ADDRESS ? null : offered,
    predecessors: successions.filter(({ successor }) => successor === passport).map(({ predecessor }) => predecessor),
    successor: successions.find(({ predecessor }) => predecessor === passport)?.successor ?? null,
    pack: packs.at(-1)?.event === "added" ? (packs.at(-1)?.pack ?? null) : null,
    modules: presentModules(modules.filter(({ pack }) => pack === passport)),
    checkpoint:
      checkpoint === undefined
        ? null
        : {
            device: checkpoint.device,
            sequence: uintOf(checkpoint.sequence),
            recordHash: checkpoint.recordHash,
            setAtS: BigInt(checkpoint.setAtS),
          },
    publishedCounters:
      last === undefined
        ? null
        : {
            device: last.device,
            sequence: uintOf(last.sequence),
            publishedAtS: BigInt(last.atS),
            counters: await countersAt(database, last),
          },
  };
}

type LifeTable =
  | "batteryStatuses"
  | "custody"
  | "successions"
  | "modules"
  | "passportCheckpoints"
  | "publishedCounters";

/** Rows in which any of these columns is the passport, in the order of the chain. */
async function inOrder<Table extends LifeTable>(
  database: Kysely<ReadModel>,
  table: Table,
  columns: readonly string[],
  passport: Hex,
): Promise<ReadModel[Table][]> {
  const rows = await database
    .selectFrom(table as LifeTable)
    .selectAll()
    .where(({ or, eb }) => or(columns.map((column) => eb(column as never, "=", passport as never))))
    .execute();
  return (rows as unknown as ReadModel[Table][]).sort(byPosition);
}

function byPosition(a: EventPosition, b: EventPosition): number {
  return a.blockNumber - b.blockNumber || a.logIndex - b.logIndex;
}

function presentModules(rows: readonly ReadModel["modules"][]): Hex[] {
  const present = new Set<Hex>();
  for (const { module, event } of rows) {
    if (event === "added") present.add(module);
    else present.delete(module);
  }
  return [...present];
}

/** The counters of the record that was published: the contract took none but those. */
async function countersAt(
  database: Kysely<ReadModel>,
  { device, sequence }: { readonly device: Hex; readonly sequence: string },
): Promise<CycleCounters | null> {
  const row = await database
    .selectFrom("records")
    .select("json")
    .where("type", "=", "ChargeCycle")
    .where("device", "=", device)
    .where("sequence", "=", sequence)
    .executeTakeFirst();
  return row === undefined ? null : cycleOfJson(row.json).counters;
}
