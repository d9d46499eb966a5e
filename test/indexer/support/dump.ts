import { DatabaseSync } from "node:sqlite";
import { TABLE_NAMES } from "../../../indexer/database/createTables.js";

/** Every row of a read model's file, by table, in an order that does not depend on how it was filled. */
export function dump(path: string): Record<string, unknown[]> {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = TABLE_NAMES.map((table) => {
    const found = database.prepare(`select * from "${table}"`).all();
    return [table, found.map((row) => JSON.stringify(row)).sort()] as const;
  });
  database.close();
  return Object.fromEntries(rows);
}
