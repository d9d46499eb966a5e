import { statSync } from "node:fs";
import { join } from "node:path";
import type { ArchivedBatch } from "../../protocol/archive.js";
import type { Hex } from "../../protocol/hex.js";
import { streamIdOf } from "../../protocol/ids.js";
import { openSqlite, type SqliteStore } from "../../storage/sqlite.js";
import { BatchStore } from "./batchStore.js";
import { STATE_FILE } from "./buffer.js";
import type { ChainIdentity } from "./chainBinding.js";
import { StateInUse, StateMissing, StateUnusable } from "./errors.js";
import type { BufferTables } from "./schema.js";

/** An oracle's state, read as an archive while no oracle works on it. */
export interface ArchiveFile {
  readonly chain: ChainIdentity;
  readonly stream: Hex;
  /** The anchored batches that hold records or gaps of any of these devices, in order. */
  batchesOf(devices: readonly Hex[]): AsyncGenerator<ArchivedBatch, void, undefined>;
  close(): Promise<void>;
}

/**
 * Opens the state in `directory` to read its batches. It is never made, and never changed.
 * Throws `StateInUse` while an oracle works on it, `StateMissing` if there is none, and `StateUnusable` if it cannot be read.
 */
export async function openArchiveFile(directory: string): Promise<ArchiveFile> {
  const path = join(directory, STATE_FILE);
  let store: SqliteStore<BufferTables> | undefined;
  try {
    statSync(path);
    store = openSqlite<BufferTables>({ path, exclusive: true, busyTimeoutMs: 1_000 });
    const facts = new Map(
      (await store.db.selectFrom("meta").selectAll().execute()).map(({ key, value }) => [key, value]),
    );
    const fact = (key: string): string => {
      const value = facts.get(key);
      if (value === undefined) throw new StateUnusable(path, `it knows no ${key}`);
      return value;
    };
    const chain = {
      chainId: BigInt(fact("chainId")),
      genesisHash: fact("genesisHash") as Hex,
      directory: fact("directory") as Hex,
    };
    const stream = streamIdOf(fact("publisher") as Hex, fact("streamSalt") as Hex);
    const { db, close } = store;
    return { chain, stream, batchesOf: (devices) => batchesOf(db, stream, devices), close };
  } catch (error) {
    await store?.close();
    if (error instanceof StateUnusable) throw error;
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new StateMissing(directory, STATE_FILE);
    const locked = error instanceof Error && error.message.includes("locked");
    throw locked ? new StateInUse(path, error) : new StateUnusable(path, error);
  }
}

async function* batchesOf(
  db: SqliteStore<BufferTables>["db"],
  stream: Hex,
  devices: readonly Hex[],
): AsyncGenerator<ArchivedBatch, void, undefined> {
  const leaves = await db
    .selectFrom("records")
    .innerJoin("devices", "devices.no", "records.device")
    .select("records.id")
    .where("devices.device", "in", devices)
    .orderBy("records.id")
    .execute();
  const ranges = await db
    .selectFrom("batches")
    .select(["sequence", "firstId", "lastId"])
    .where("state", "=", "anchored")
    .orderBy("sequence")
    .execute();
  const batches = new BatchStore(db);
  let at = 0;
  for (const { sequence, firstId, lastId } of ranges) {
    while ((leaves[at]?.id ?? Number.POSITIVE_INFINITY) < firstId) at += 1;
    if ((leaves[at]?.id ?? Number.POSITIVE_INFINITY) > lastId) continue;
    const batch = await batches.read(stream, BigInt(sequence));
    if (batch !== undefined) yield batch;
  }
}
