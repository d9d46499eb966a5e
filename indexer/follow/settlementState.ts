import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import type { ChainEvent } from "../chain/events.js";
import type { ReadModel } from "../database/schema.js";
import type { HeadRow } from "../database/settlementRows.js";
import { SettlementBook } from "../projection/settlementBook.js";

/** What settlement came to before `events`; left empty where none of them is settlement's. */
export async function openSettlementBook(
  database: Kysely<ReadModel>,
  pairs: ReadonlyMap<Hex, Hex>,
  events: readonly ChainEvent[],
): Promise<SettlementBook> {
  if (!events.some(({ contract }) => contract === "EnergySettlement")) {
    return new SettlementBook(pairs, { agreements: [], rosters: [], heads: [], registers: [] });
  }
  const [agreements, rosters, heads, registers] = await Promise.all([
    database
      .selectFrom("agreements")
      .select(["id", "contract", "number", "importMeter", "consumer", "supplier", "pricePerKWh"])
      .execute(),
    database.selectFrom("rosters").select(["roster", "numbers"]).execute(),
    database.selectFrom("heads").selectAll().execute(),
    database.selectFrom("meterRegisters").selectAll().execute(),
  ]);
  return new SettlementBook(pairs, { agreements, rosters, heads, registers });
}

/** Keeps what a range moved. @param checked Heads that the contracts were found to hold. */
export async function writeSettlementBook(
  database: Kysely<ReadModel>,
  book: SettlementBook,
  checked: readonly HeadRow[],
): Promise<void> {
  for (const row of book.movedRegisters) {
    await database
      .insertInto("meterRegisters")
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(["settlement", "meter", "direction"]).doUpdateSet({ registerWh: row.registerWh }),
      )
      .execute();
  }
  const heads = [...book.movedHeads, ...checked.map((row) => ({ ...row, isChecked: 1 }))];
  for (const row of heads) {
    const { head, isChecked } = row;
    await database
      .insertInto("heads")
      .values(row)
      .onConflict((conflict) => conflict.columns(["settlement", "exportMeter"]).doUpdateSet({ head, isChecked }))
      .execute();
  }
}
