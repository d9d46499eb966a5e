import type { JsonRpcApiProvider } from "ethers";
import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import { IEnergySettlement__factory } from "../../typechain-types/index.js";
import { answered } from "../chain/rpc.js";
import type { HeadRow, ReadModel } from "../database/schema.js";
import { SettledHeadDiffers } from "../errors.js";
import type { SettlementBook } from "../projection/settlementBook.js";

/** Heads that were replayed from events and not compared with the contract since, this range's included. */
export async function headsToCheck(database: Kysely<ReadModel>, book: SettlementBook): Promise<HeadRow[]> {
  const moved = book.movedHeads;
  const isMoved = new Set(moved.map(keyOf));
  const waiting = await database.selectFrom("heads").selectAll().where("isChecked", "=", 0).execute();
  return [...waiting.filter((row) => !isMoved.has(keyOf(row))), ...moved];
}

/** Compares heads with those that the contracts hold at a block. Throws `SettledHeadDiffers` or `NodeUnusable`. */
export async function requireHeads(
  provider: JsonRpcApiProvider,
  heads: readonly HeadRow[],
  blockNumber: number,
): Promise<void> {
  await Promise.all(
    heads.map(async ({ settlement, exportMeter, head }) => {
      const contract = IEnergySettlement__factory.connect(settlement, provider);
      const held = (await answered("eth_call", contract.headOf(exportMeter, { blockTag: blockNumber }))) as Hex;
      if (held !== head) throw new SettledHeadDiffers({ settlement, exportMeter, blockNumber, replayed: head, held });
    }),
  );
}

function keyOf({ settlement, exportMeter }: HeadRow): string {
  return `${settlement}${exportMeter}`;
}
