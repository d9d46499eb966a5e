import { type Kysely, sql } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import type { ChargeCycle } from "../../protocol/records/chargeCycle.js";
import { recordFromJson } from "../archive/recordJson.js";
import type { ReadModel } from "../database/schema.js";
import type { BoundDevice } from "./passport.js";

/** The charge cycles that belong to a battery: those of its devices from each binding's first sequence to its last. */
export function cyclesOfBindings(database: Kysely<ReadModel>, bindings: readonly BoundDevice[]) {
  return database
    .selectFrom("records")
    .where("type", "=", "ChargeCycle")
    .where(({ or, and, eb }) =>
      or(
        bindings.map(({ device, firstSequence, lastSequence }) =>
          and([
            eb("records.device", "=", device),
            eb("records.sequence", ">=", firstSequence),
            ...(lastSequence === null ? [] : [eb("records.sequence", "<=", lastSequence)]),
          ]),
        ),
      ),
    );
}

/** How many cycles of a battery are held here, and how many records more correct one of them. */
export async function countCycles(
  database: Kysely<ReadModel>,
  bindings: readonly BoundDevice[],
): Promise<{ records: number; corrections: number }> {
  if (bindings.length === 0) return { records: 0, corrections: 0 };
  const found = await cyclesOfBindings(database, bindings)
    .leftJoin("corrections", "corrections.recordHash", "records.recordHash")
    .select([
      sql<number>`count(*)`.as("all"),
      sql<number>`count(${sql.ref("corrections.recordHash")})`.as("corrections"),
    ])
    .executeTakeFirstOrThrow();
  const corrections = Number(found.corrections);
  return { records: Number(found.all) - corrections, corrections };
}

/** A battery's last record, whose counters hold now, and its last cycle as it was last corrected. */
export interface LatestCycle {
  readonly record: ChargeCycle;
  readonly effective: ChargeCycle;
}

/** Of the device bound last that has any cycle; `undefined` if none has. */
export async function latestCycle(
  database: Kysely<ReadModel>,
  bindings: readonly BoundDevice[],
): Promise<LatestCycle | undefined> {
  for (const binding of [...bindings].reverse()) {
    const newest = () =>
      cyclesOfBindings(database, [binding]).select(["records.recordHash", "json"]).orderBy("records.sequence", "desc");
    const latest = await newest().limit(1).executeTakeFirst();
    const original = await newest()
      .leftJoin("corrections", "corrections.recordHash", "records.recordHash")
      .where("corrections.recordHash", "is", null)
      .limit(1)
      .executeTakeFirst();
    if (latest === undefined) continue;
    const record = cycleOfJson(latest.json);
    const effective = original && (await latestVersion(database, original));
    return { record, effective: effective ?? record };
  }
  return undefined;
}

/** The last correction of a record, or of a correction of it, and so on; the record itself if it has none. */
async function latestVersion(
  database: Kysely<ReadModel>,
  { recordHash, json }: { readonly recordHash: Hex; readonly json: string },
): Promise<ChargeCycle> {
  const found = new Set([recordHash]);
  let latest = { sequence: "", json };
  for (const hash of found) {
    const corrections = await database
      .selectFrom("corrections")
      .innerJoin("records", "records.recordHash", "corrections.recordHash")
      .select(["records.recordHash", "records.sequence", "json"])
      .where("supersedes", "=", hash)
      .execute();
    for (const correction of corrections) {
      found.add(correction.recordHash);
      if (correction.sequence > latest.sequence) latest = correction;
    }
  }
  return cycleOfJson(latest.json);
}

/** The charge cycle behind a record's JSON. Throws `TypeError` for a record of another type. */
export function cycleOfJson(json: string): ChargeCycle {
  const { record } = recordFromJson(json);
  if (record.type !== "ChargeCycle") throw new TypeError("The record is no charge cycle.");
  return record;
}
