import type { Kysely } from "kysely";
import type { ReadModel } from "./schema.js";

/** Few sizes, so that a handful of prepared statements serves every number of rows. */
const ROWS_PER_INSERT = [64, 16, 4, 1] as const;

/** Inserts rows, many per statement. */
export async function insertAll<Table extends keyof ReadModel>(
  database: Kysely<ReadModel>,
  table: Table,
  rows: readonly ReadModel[Table][],
): Promise<void> {
  let at = 0;
  for (const size of ROWS_PER_INSERT) {
    for (; at + size <= rows.length; at += size) {
      // Kysely cannot tell that a table's rows are insertable as they are while the table is a type parameter.
      const values = rows.slice(at, at + size) as never;
      await database.insertInto(table).values(values).execute();
    }
  }
}
