import type { Kysely } from "kysely";
import type { ReadModel } from "../database/schema.js";

/** Name under which each organisation was last admitted, by account. */
export async function memberNames(database: Kysely<ReadModel>): Promise<ReadonlyMap<string, string>> {
  const rows = await database
    .selectFrom("members")
    .select(["organisation", "name"])
    .where("event", "=", "admitted")
    .orderBy("blockNumber")
    .orderBy("logIndex")
    .execute();
  return new Map(rows.map(({ organisation, name }) => [organisation, name]));
}
