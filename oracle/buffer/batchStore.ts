import type { Kysely } from "kysely";
import type { ArchivedBatch } from "../../protocol/archive.js";
import { type Hex, toHex } from "../../protocol/hex.js";
import { decodeLeaf, LEAF_TYPES } from "./leafRow.js";
import type { BufferTables } from "./schema.js";

/** Where a batch is on its way; a record's state is that of its batch. */
export type BatchState = "batched" | "submitted" | "anchored";

/** A batch as its composition was fixed, before anything was sent. */
export interface StoredBatch {
  /** Position in the stream; the first is 1. */
  readonly sequence: number;
  /** First and last `records.id` of the batch. */
  readonly firstId: number;
  readonly lastId: number;
  /** Leaves, gaps included. */
  readonly count: number;
  readonly gaps: number;
  readonly root: Hex;
  readonly previousRoot: Hex;
  /** Earliest and latest time that its leaves count for, Unix seconds. */
  readonly fromS: number;
  readonly toS: number;
  readonly state: BatchState;
}

/** What a batch is made of. */
export interface OpenLeaf {
  readonly id: number;
  readonly structHash: Hex;
  readonly timestampS: number;
  readonly receivedAtS: number;
  readonly isGap: boolean;
}

/** Batches and the leaves that they are made of. */
export class BatchStore {
  readonly #db: Kysely<BufferTables>;

  constructor(db: Kysely<BufferTables>) {
    this.#db = db;
  }

  /** Leaves after `afterId` in the order of acceptance, at most `limit`. */
  async leavesAfter(afterId: number, limit: number): Promise<OpenLeaf[]> {
    const rows = await this.#db
      .selectFrom("records")
      .select(["id", "structHash", "timestampS", "receivedAtS", "type"])
      .where("id", ">", afterId)
      .orderBy("id")
      .limit(limit)
      .execute();
    return rows.map(({ type, structHash, ...row }) => ({
      ...row,
      structHash: toHex(structHash),
      isGap: type === LEAF_TYPES.Gap,
    }));
  }

  async last(): Promise<StoredBatch | undefined> {
    const row = await this.#db
      .selectFrom("batches")
      .selectAll()
      .orderBy("sequence", "desc")
      .limit(1)
      .executeTakeFirst();
    return row && batchOfRow(row);
  }

  /** Batches that are not anchored, in order. */
  async unanchored(): Promise<StoredBatch[]> {
    const query = this.#db.selectFrom("batches").selectAll().where("state", "!=", "anchored").orderBy("sequence");
    return (await query.execute()).map(batchOfRow);
  }

  async add(batch: StoredBatch): Promise<void> {
    await this.#db.insertInto("batches").values(batch).execute();
  }

  async setState(sequence: number, state: BatchState): Promise<void> {
    await this.#db.updateTable("batches").set({ state }).where("sequence", "=", sequence).execute();
  }

  /** The anchored batch that holds what covers a device's `sequence`; undefined if none does. */
  async anchoredWith(stream: Hex, device: Hex, sequence: bigint): Promise<ArchivedBatch | undefined> {
    const row = await this.#db
      .selectFrom("records")
      .innerJoin("devices", "devices.no", "records.device")
      .innerJoin("batches", (join) =>
        join.onRef("batches.firstId", "<=", "records.id").onRef("batches.lastId", ">=", "records.id"),
      )
      .select("batches.sequence")
      .where("devices.device", "=", device)
      .where("records.sequence", "=", Number(sequence))
      .where("batches.state", "=", "anchored")
      .executeTakeFirst();
    return row && this.read(stream, BigInt(row.sequence));
  }

  /** The batch with everything in it, or undefined if there is none at `sequence`. */
  async read(stream: Hex, sequence: bigint): Promise<ArchivedBatch | undefined> {
    if (sequence > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
    const query = this.#db.selectFrom("batches").selectAll().where("sequence", "=", Number(sequence));
    const row = await query.executeTakeFirst();
    if (!row) return undefined;
    const rows = await this.#db
      .selectFrom("records")
      .innerJoin("devices", "devices.no", "records.device")
      .select(["devices.device", "records.sequence", "toSequence", "type", "timestampS", "payload"])
      .where("records.id", ">=", row.firstId)
      .where("records.id", "<=", row.lastId)
      .orderBy("records.id")
      .execute();
    const { root, previousRoot } = batchOfRow(row);
    return { stream, sequence, previousRoot, root, leaves: rows.map(decodeLeaf) };
  }
}

function batchOfRow(row: BufferTables["batches"]): StoredBatch {
  return { ...row, root: row.root as Hex, previousRoot: row.previousRoot as Hex, state: row.state as BatchState };
}
