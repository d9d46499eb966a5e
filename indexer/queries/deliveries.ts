import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import type { ReadModel } from "../database/schema.js";
import { uintOf } from "../database/uint64.js";

export interface DeliveryAnswer {
  readonly endS: bigint;
  readonly importWh: bigint;
  readonly deliveredWh: bigint;
  readonly paid: bigint;
  readonly owed: bigint;
  readonly settledAtS: bigint;
  readonly transactionHash: Hex;
}

/** The latest `limit` deliveries of an agreement, latest first; `undefined` for an agreement that nobody registered. */
export async function deliveries(
  database: Kysely<ReadModel>,
  { agreement, limit }: { agreement: Hex; limit: number },
): Promise<DeliveryAnswer[] | undefined> {
  const known = await database.selectFrom("agreements").select("id").where("id", "=", agreement).executeTakeFirst();
  if (known === undefined) return undefined;
  const rows = await database
    .selectFrom("deliveries")
    .selectAll()
    .where("agreement", "=", agreement)
    .orderBy("endS", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    endS: BigInt(row.endS),
    importWh: uintOf(row.importWh),
    deliveredWh: uintOf(row.deliveredWh),
    paid: uintOf(row.paid),
    owed: uintOf(row.owed),
    settledAtS: BigInt(row.settledAtS),
    transactionHash: row.transactionHash,
  }));
}
