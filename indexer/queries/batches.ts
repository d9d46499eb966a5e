import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import type { BatchRow, ReadModel } from "../database/schema.js";
import { uintOf } from "../database/uint64.js";

export interface BatchAnswer {
  readonly stream: Hex;
  readonly sequence: bigint;
  readonly root: Hex;
  readonly previousRoot: Hex;
  readonly count: number;
  readonly fromS: bigint;
  readonly toS: bigint;
  readonly anchoredAtS: bigint;
  readonly transactionHash: Hex;
  readonly blockNumber: number;
  readonly blockHash: Hex;
  readonly records: BatchRow["archive"];
  readonly reason: string | null;
}

/** The latest `limit` anchored batches, latest first. */
export async function batches(database: Kysely<ReadModel>, { limit }: { limit: number }): Promise<BatchAnswer[]> {
  const rows = await database
    .selectFrom("batches")
    .selectAll()
    .orderBy("blockNumber", "desc")
    .orderBy("logIndex", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    stream: row.stream,
    sequence: uintOf(row.sequence),
    root: row.root,
    previousRoot: row.previousRoot,
    count: row.count,
    fromS: uintOf(row.fromS),
    toS: uintOf(row.toS),
    anchoredAtS: BigInt(row.anchoredAtS),
    transactionHash: row.transactionHash,
    blockNumber: row.blockNumber,
    blockHash: row.blockHash,
    records: row.archive,
    reason: row.reason,
  }));
}
