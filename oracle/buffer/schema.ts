import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Facts about the state itself: which chain it belongs to, which stream it writes. */
interface MetaTable {
  key: string;
  value: string;
}

/** How far each device's history has come. Registers are uint64 and so kept as decimal text. */
interface DeviceTable {
  no: number;
  device: string;
  sequence: number;
  /** Struct hash of the last accepted record; null after a gap, when the predecessor is unknown. */
  structHash: string | null;
  importWh: string | null;
  exportWh: string | null;
  /** Latest time of any meter reading, Unix seconds. */
  latestReadingS: number | null;
  /** How many corrections of the meter the chain had when a register last fell. */
  corrections: number;
}

/** Leaves in the order in which they were accepted; never changed and never removed. */
interface RecordTable {
  id: number;
  /** `devices.no`. */
  device: number;
  sequence: number;
  /** Last missing sequence of a gap. */
  toSequence: number | null;
  /** See `LEAF_TYPES` in leafRow.ts. */
  type: number;
  timestampS: number;
  receivedAtS: number;
  structHash: Uint8Array;
  payload: string;
}

/** Records that wait for a predecessor. */
interface DelayedTable {
  device: number;
  sequence: number;
  type: number;
  timestampS: number;
  receivedAtS: number;
  structHash: Uint8Array;
  payload: string;
  source: string;
}

interface RejectionTable {
  id: number;
  /** What makes two rejections the same, so that reading a file twice lists nothing twice. */
  digest: string;
  /**
   * `record`: something received. Of records that are anchored all the same: `settlement`, an interval or opening;
   * `delivery`, a reading for a delivery.
   */
  scope: string;
  source: string;
  position: string;
  device: string | null;
  code: string;
  reason: string;
  receivedAtS: number;
  /** Both records where the device signed two of one sequence, as JSON. */
  evidence: string | null;
}

/** A batch is a run of `records.id`, so no row of `records` is ever touched again. */
interface BatchTable {
  sequence: number;
  firstId: number;
  lastId: number;
  /** Leaves, gaps included. */
  count: number;
  gaps: number;
  root: string;
  previousRoot: string;
  fromS: number;
  toS: number;
  state: string;
}

interface TransactionTable {
  hash: string;
  nonce: number;
  job: string;
  raw: string;
  state: string;
  block: number | null;
  createdAtS: number;
}

export interface BufferTables {
  meta: MetaTable;
  devices: DeviceTable;
  records: RecordTable;
  delayed: DelayedTable;
  rejections: RejectionTable;
  batches: BatchTable;
  transactions: TransactionTable;
}

/** Migrations by name, in order. A released one is never edited. */
export const MIGRATIONS: Record<string, Migration> = {
  "001-pipeline": {
    async up(db: Kysely<unknown>) {
      for (const statement of PIPELINE) await sql.raw(statement).execute(db);
    },
  },
  "002-corrections": {
    async up(db: Kysely<unknown>) {
      for (const statement of CORRECTIONS) await sql.raw(statement).execute(db);
    },
  },
  "003-corrected-meters": {
    async up(db: Kysely<unknown>) {
      await sql.raw(`ALTER TABLE devices ADD COLUMN corrections INTEGER NOT NULL DEFAULT 0`).execute(db);
    },
  },
  "004-sensor-readings": {
    async up(db: Kysely<unknown>) {
      for (const statement of SENSOR_READINGS) await sql.raw(statement).execute(db);
    },
  },
};

const PIPELINE = [
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT`,
  `CREATE TABLE devices (no INTEGER PRIMARY KEY, device TEXT NOT NULL UNIQUE, sequence INTEGER NOT NULL,
    structHash TEXT, importWh TEXT, exportWh TEXT, latestReadingS INTEGER) STRICT`,
  `CREATE TABLE records (id INTEGER PRIMARY KEY, device INTEGER NOT NULL, sequence INTEGER NOT NULL,
    toSequence INTEGER, type INTEGER NOT NULL, timestampS INTEGER NOT NULL, receivedAtS INTEGER NOT NULL,
    structHash BLOB NOT NULL, payload TEXT NOT NULL) STRICT`,
  `CREATE UNIQUE INDEX recordsBySequence ON records (device, sequence)`,
  `CREATE INDEX readingsByTime ON records (device, timestampS) WHERE type = 1`,
  `CREATE TABLE delayed (device INTEGER NOT NULL, sequence INTEGER NOT NULL, type INTEGER NOT NULL,
    timestampS INTEGER NOT NULL, receivedAtS INTEGER NOT NULL, structHash BLOB NOT NULL, payload TEXT NOT NULL,
    source TEXT NOT NULL, PRIMARY KEY (device, sequence)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE rejections (id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, scope TEXT NOT NULL,
    source TEXT NOT NULL, position TEXT NOT NULL, device TEXT, code TEXT NOT NULL, reason TEXT NOT NULL,
    receivedAtS INTEGER NOT NULL, evidence TEXT) STRICT`,
  `CREATE TABLE batches (sequence INTEGER PRIMARY KEY, firstId INTEGER NOT NULL, lastId INTEGER NOT NULL,
    count INTEGER NOT NULL, gaps INTEGER NOT NULL, root TEXT NOT NULL, previousRoot TEXT NOT NULL,
    fromS INTEGER NOT NULL, toS INTEGER NOT NULL, state TEXT NOT NULL) STRICT`,
  `CREATE TABLE transactions (hash TEXT PRIMARY KEY, nonce INTEGER NOT NULL, job TEXT NOT NULL, raw TEXT NOT NULL,
    state TEXT NOT NULL, block INTEGER, createdAtS INTEGER NOT NULL) STRICT`,
  `CREATE INDEX transactionsByState ON transactions (state, nonce)`,
];

const CORRECTIONS = [
  // A correction names the cycle that it corrects by its hash.
  `CREATE INDEX cyclesByHash ON records (device, structHash) WHERE type = 5`,
  // One record of two proves nothing; since now both are kept.
  `UPDATE rejections SET evidence = NULL`,
];

const SENSOR_READINGS = [
  // With the sequence, so that the first of a time is found without a look at the records.
  `CREATE INDEX sensorReadingsByTime ON records (device, timestampS, sequence) WHERE type = 3`,
  `CREATE INDEX batchesByLastId ON batches (lastId)`,
];
