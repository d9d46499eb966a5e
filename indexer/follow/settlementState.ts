import type { JsonRpcApiProvider } from "ethers";
import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import { decodeRoster } from "../../protocol/settlement/roster.js";
import type { ChainEvent } from "../chain/events.js";
import { addressHex } from "../chain/hexOf.js";
import { answered } from "../chain/rpc.js";
import { insertAll } from "../database/insertAll.js";
import type { ReadModel } from "../database/schema.js";
import type { HeadRow, RosterRow } from "../database/settlementRows.js";
import { SettlementBook } from "../projection/settlementBook.js";

/** What a range of events is read by. */
export interface SettlementBasis {
  readonly book: SettlementBook;
  /** Rosters that the range's intervals name first. */
  readonly rosters: readonly RosterRow[];
}

/**
 * What settlement came to before `events`; left empty where none of them is settlement's. Throws `NodeUnusable` and
 * `RosterCodeInvalid`.
 */
export async function openSettlementBook(
  provider: JsonRpcApiProvider,
  database: Kysely<ReadModel>,
  pairs: ReadonlyMap<Hex, Hex>,
  events: readonly ChainEvent[],
): Promise<SettlementBasis> {
  const settled = events.filter(({ contract }) => contract === "EnergySettlement");
  if (settled.length === 0) {
    const nothing = { agreements: [], rosters: [], heads: [], registers: [] };
    return { book: new SettlementBook(pairs, nothing), rosters: [] };
  }
  const [agreements, known, heads, registers] = await Promise.all([
    database
      .selectFrom("agreements")
      .select(["id", "contract", "number", "importMeter", "consumer", "supplier", "pricePerKWh"])
      .execute(),
    database.selectFrom("rosters").selectAll().execute(),
    database.selectFrom("heads").selectAll().execute(),
    database.selectFrom("meterRegisters").selectAll().execute(),
  ]);
  const rosters = await readRosters(provider, new Set(known.map(({ roster }) => roster)), settled);
  return {
    book: new SettlementBook(pairs, { agreements, rosters: [...known, ...rosters], heads, registers }),
    rosters,
  };
}

/** Rosters that intervals name and that are not known yet. Code never changes, so it is read as it is now. */
async function readRosters(
  provider: JsonRpcApiProvider,
  known: ReadonlySet<Hex>,
  events: readonly ChainEvent[],
): Promise<RosterRow[]> {
  const named = events.flatMap(({ name, args }) => (name === "IntervalSettled" ? [addressHex(args.roster)] : []));
  const missing = [...new Set(named)].filter((roster) => !known.has(roster));
  return await Promise.all(
    missing.map(async (roster): Promise<RosterRow> => {
      const code = (await answered("eth_getCode", provider.getCode(roster))) as Hex;
      const { exportMeter, fromS, untilS, members } = decodeRoster(code);
      const numbers = JSON.stringify(members.map(({ number }) => number));
      return { roster, exportMeter, fromS: Number(fromS), untilS: Number(untilS), numbers };
    }),
  );
}

/** Keeps what a range moved. @param checked Heads that the contracts were found to hold. */
export async function writeSettlementBook(
  database: Kysely<ReadModel>,
  { book, rosters }: SettlementBasis,
  checked: readonly HeadRow[],
): Promise<void> {
  await insertAll(database, "rosters", rosters);
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
