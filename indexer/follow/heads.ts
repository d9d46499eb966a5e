import type { JsonRpcApiProvider } from "ethers";
import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import { SettledHeadMismatch } from "../../protocol/settlement/statement/errors.js";
import { IEnergySettlement__factory } from "../../typechain-types/index.js";
import { answered } from "../chain/rpc.js";
import type { ReadModel } from "../database/schema.js";
import type { HeadRow } from "../database/settlementRows.js";
import type { SettlementBook } from "../projection/settlementBook.js";

/** Heads that were replayed from events and not compared with the contract since, this range's included. */
export async function headsToCheck(database: Kysely<ReadModel>, book: SettlementBook): Promise<HeadRow[]> {
  const moved = book.movedHeads;
  const isMoved = new Set(moved.map(keyOf));
  const waiting = await database.selectFrom("heads").selectAll().where("isChecked", "=", 0).execute();
  return [...waiting.filter((row) => !isMoved.has(keyOf(row))), ...moved];
}

/** The heads that the contracts hold at a block, in the same order. Throws `NodeUnusable`. */
export async function readHeads(
  provider: JsonRpcApiProvider,
  heads: readonly HeadRow[],
  blockTag: number,
): Promise<Hex[]> {
  const reads = heads.map(({ settlement, exportMeter }) =>
    IEnergySettlement__factory.connect(settlement, provider).headOf(exportMeter, { blockTag }),
  );
  return (await answered("eth_call", Promise.all(reads))) as Hex[];
}

/** Throws `SettledHeadMismatch` where a replayed head is not the one that its contract holds. */
export function requireHeads(heads: readonly HeadRow[], held: readonly Hex[]): void {
  for (const [index, { exportMeter, head }] of heads.entries()) {
    const expected = held[index] as Hex;
    if (head !== expected) throw new SettledHeadMismatch({ exportMeter, found: head, expected });
  }
}

function keyOf({ settlement, exportMeter }: HeadRow): string {
  return `${settlement}${exportMeter}`;
}
