import { join } from "node:path";
import { sql } from "kysely";
import { WattproofError } from "../../protocol/errors.js";
import { fromHex, type Hex } from "../../protocol/hex.js";
import type { SignedRecord } from "../../protocol/records/record.js";
import type { PipelineCounts, Rejection } from "../../protocol/states.js";
import { migrate } from "../../storage/migrate.js";
import { openSqlite, type SqliteStore } from "../../storage/sqlite.js";
import { type BatchState, BatchStore, type StoredBatch } from "./batchStore.js";
import { bindToChain, type ChainIdentity } from "./chainBinding.js";
import { prepareGroup, writeGroup } from "./commitGroup.js";
import { readEquivocations, type StoredEquivocation } from "./equivocations.js";
import { StateInUse, StateUnusable } from "./errors.js";
import type { Group, RejectionEntry, RejectionScope } from "./group.js";
import { type DeviceHead, headOfRow } from "./heads.js";
import { decodeRecord, LEAF_TYPES } from "./leafRow.js";
import { ReadingStore } from "./readingStore.js";
import { type BufferTables, MIGRATIONS } from "./schema.js";
import { SensorReadingStore } from "./sensorReadingStore.js";
import { Tally } from "./tally.js";
import { TransactionStore } from "./transactionStore.js";

/** Name of the state's file within its directory. */
export const STATE_FILE = "oracle.sqlite";

/** Devices whose heads are kept in memory; the others are read when their next record comes. */
const HEADS_IN_MEMORY = 50_000;

/** A waiting record as it was stored. */
export interface StoredDelayed {
  readonly device: Hex;
  readonly signed: SignedRecord;
  readonly receivedAtS: number;
  readonly source: string;
}

/** A record or gap as it was accepted. */
export interface StoredLeaf {
  readonly id: number;
  readonly sequence: number;
  readonly toSequence: number | null;
  readonly structHash: Uint8Array;
  readonly payload: string;
}

/**
 * The oracle's durable state. What a method has written is on the disk when its promise resolves; a killed process
 * leaves the last commit behind and nothing else.
 */
export class Buffer {
  readonly batches: BatchStore;
  readonly transactions: TransactionStore;
  readonly readings: ReadingStore;
  readonly sensorReadings: SensorReadingStore;
  readonly #store: SqliteStore<BufferTables>;
  readonly #statements: ReturnType<typeof prepareGroup>;
  readonly #heads = new Map<Hex, DeviceHead>();
  readonly #tally: Tally;
  #nextDeviceNo: number;

  private constructor(store: SqliteStore<BufferTables>, tally: Tally, nextDeviceNo: number) {
    this.#store = store;
    this.#tally = tally;
    this.#nextDeviceNo = nextDeviceNo;
    this.#statements = prepareGroup((text) => store.prepare(text));
    this.batches = new BatchStore(store.db);
    this.transactions = new TransactionStore(store.db);
    this.readings = new ReadingStore(store.db);
    this.sensorReadings = new SensorReadingStore(store.db);
  }

  /**
   * Opens the state in `directory`, making it if it is not there, and binds it to `chain`.
   * Throws `StateOfAnotherChain`, `StateInUse` or `StateUnusable`.
   */
  static async open(directory: string, chain: ChainIdentity): Promise<Buffer> {
    const path = join(directory, STATE_FILE);
    let store: SqliteStore<BufferTables> | undefined;
    try {
      store = openSqlite<BufferTables>({ path, exclusive: true, busyTimeoutMs: 1_000 });
      await migrate(store.db, MIGRATIONS);
      await bindToChain(store.db, chain);
      const { rows } = await sql<{ no: number }>`SELECT coalesce(max(no), 0) AS no FROM devices`.execute(store.db);
      return new Buffer(store, await Tally.read(store.db), (rows[0]?.no ?? 0) + 1);
    } catch (error) {
      await store?.close();
      if (error instanceof WattproofError) throw error;
      const locked = error instanceof Error && error.message.includes("locked");
      throw locked ? new StateInUse(path, error) : new StateUnusable(path, error);
    }
  }

  /** Value of a fact about the state, or undefined. */
  async fact(key: string): Promise<string | undefined> {
    const query = this.#store.db.selectFrom("meta").select("value").where("key", "=", key);
    return (await query.executeTakeFirst())?.value;
  }

  /** Writes a fact that was not there before. */
  async setFact(key: string, value: string): Promise<void> {
    await this.#store.db.insertInto("meta").values({ key, value }).execute();
  }

  /** Head of a device that was seen before, or undefined. */
  async headOf(device: Hex): Promise<DeviceHead | undefined> {
    const kept = this.#heads.get(device);
    if (kept) return kept;
    const query = this.#store.db.selectFrom("devices").selectAll().where("device", "=", device);
    const row = await query.executeTakeFirst();
    return row && this.#keep(headOfRow(row));
  }

  /** Head of a device that was never seen; it is written with the first group that names it. */
  newHead(device: Hex): DeviceHead {
    const nothing = { structHash: undefined, importWh: undefined, exportWh: undefined, latestReadingS: undefined };
    return this.#keep({ no: this.#nextDeviceNo++, device, sequence: 0, corrections: 0, ...nothing });
  }

  /** The accepted record or gap that covers a device's `sequence`, if it is on the disk. */
  async leafAt(head: DeviceHead, sequence: number): Promise<StoredLeaf | undefined> {
    const row = await this.#store.db
      .selectFrom("records")
      .select(["id", "sequence", "toSequence", "structHash", "payload"])
      .where("device", "=", head.no)
      .where("sequence", "<=", sequence)
      .orderBy("sequence", "desc")
      .limit(1)
      .executeTakeFirst();
    return row && (row.toSequence ?? row.sequence) >= sequence ? row : undefined;
  }

  /** The record accepted at `sequence`; undefined where a gap or nothing is. */
  async recordAt({ no, device }: DeviceHead, sequence: number): Promise<SignedRecord | undefined> {
    const row = await this.#store.db
      .selectFrom("records")
      .select(["sequence", "toSequence", "type", "timestampS", "payload"])
      .where("device", "=", no)
      .where("sequence", "=", sequence)
      .where("toSequence", "is", null)
      .executeTakeFirst();
    return row && decodeRecord({ ...row, device });
  }

  /** Every record that waits for a predecessor. */
  async delayed(): Promise<StoredDelayed[]> {
    const rows = await this.#store.db
      .selectFrom("delayed")
      .innerJoin("devices", "devices.no", "delayed.device")
      .select(["devices.device", "delayed.sequence", "type", "timestampS", "payload", "receivedAtS", "source"])
      .execute();
    return rows.map((row) => ({
      device: row.device as Hex,
      signed: decodeRecord({ ...row, toSequence: null }),
      receivedAtS: row.receivedAtS,
      source: row.source,
    }));
  }

  /** Writes a group in one commit. Throws `StateUnusable`; the heads in memory are then worth nothing any more. */
  async commit(group: Group): Promise<void> {
    try {
      const added = await this.#store.db
        .transaction()
        .execute(async () => writeGroup(this.#statements, group, this.#tally.lastId + 1));
      this.#tally.add(group, added);
    } catch (error) {
      throw new StateUnusable(STATE_FILE, error);
    }
    this.#forgetOldHeads();
  }

  /** Lists a rejection, once however often it is handed in. */
  async reject(entry: RejectionEntry): Promise<void> {
    await this.commit({ accepted: [], delayed: [], undelayed: [], rejected: [entry], heads: new Set() });
  }

  /** Lists what the chain does not take of records that are anchored all the same, once however often it is handed in. */
  async rejectAnchored(
    scope: Exclude<RejectionScope, "record">,
    refused: Omit<Rejection, "source" | "receivedAtS">,
  ): Promise<void> {
    const receivedAtS = BigInt(Math.floor(Date.now() / 1_000));
    await this.reject({ scope, rejection: { source: scope, ...refused, receivedAtS } });
  }

  /** Rejections from the first on, or those of one scope. */
  async rejections(scope?: RejectionScope): Promise<Rejection[]> {
    let query = this.#store.db.selectFrom("rejections").selectAll().orderBy("id");
    if (scope) query = query.where("scope", "=", scope);
    return (await query.execute()).map(({ source, position, device, code, reason, receivedAtS }) => ({
      source,
      position,
      ...(device === null ? {} : { device: device as Hex }),
      code,
      reason,
      receivedAtS: BigInt(receivedAtS),
    }));
  }

  /** Pairs of records that show a device signing two different ones for a sequence. */
  equivocations(): Promise<StoredEquivocation[]> {
    return readEquivocations(this.#store.db);
  }

  /** Whether a charge cycle with this hash was accepted from the device and is on the disk. */
  async hasCycle(head: DeviceHead, structHash: Hex): Promise<boolean> {
    const row = await this.#store.db
      .selectFrom("records")
      .select("id")
      .where("device", "=", head.no)
      .where("structHash", "=", fromHex(structHash))
      // As a literal: with a parameter SQLite could not tell that the index of cycles serves.
      .where("type", "=", sql.lit(LEAF_TYPES.ChargeCycle))
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Fixes the composition of a batch. */
  async addBatch(batch: StoredBatch): Promise<void> {
    await this.batches.add(batch);
    this.#tally.moved(batch, undefined, batch.state);
  }

  /** Moves a batch on from the state that `batch` shows; returns it as it is then. */
  async moveBatch(batch: StoredBatch, state: BatchState): Promise<StoredBatch> {
    if (batch.state === state) return batch;
    await this.batches.setState(batch.sequence, state);
    this.#tally.moved(batch, batch.state, state);
    return { ...batch, state };
  }

  counts(): PipelineCounts {
    return this.#tally.counts();
  }

  /** Leaves that are in no batch yet. */
  get openLeaves(): number {
    return this.#tally.openLeaves;
  }

  /** Leaves and waiting records that the chain has not taken yet. */
  get backlog(): number {
    return this.#tally.backlog;
  }

  async close(): Promise<void> {
    await this.#store.close();
  }

  #keep(head: DeviceHead): DeviceHead {
    this.#heads.set(head.device, head);
    return head;
  }

  /** After a commit no head holds anything that is not on the disk, so the oldest may go. */
  #forgetOldHeads(): void {
    for (const device of this.#heads.keys()) {
      if (this.#heads.size <= HEADS_IN_MEMORY) return;
      this.#heads.delete(device);
    }
  }
}
