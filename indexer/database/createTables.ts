import { type CreateTableBuilder, type Kysely, sql } from "kysely";
import type { ReadModel } from "./schema.js";
import { SETTLEMENT_TABLES } from "./settlementTables.js";
import { integer, position, type Table, text } from "./table.js";

/** Raised with every change of the tables; a file of another version is dropped and filled anew from the chain. */
export const SCHEMA_VERSION = 4;

const TABLES: Readonly<Record<keyof ReadModel, Table>> = {
  checkpoint: {
    columns: {
      id: integer,
      schemaVersion: integer,
      chainId: text,
      genesisHash: text,
      directory: text,
      followed: text,
      contracts: text,
      currency: text,
      decimals: integer,
      blockNumber: integer,
      blockHash: text,
      blockTimestampS: integer,
    },
    key: ["id"],
  },
  members: {
    columns: { organisation: text, event: text, name: text, atS: integer, ...position },
    key: ["blockNumber", "logIndex"],
    indexes: [["organisation"]],
  },
  devices: {
    columns: { device: text, kind: integer, organisation: text, owner: text, registeredAtS: integer, ...position },
    key: ["device"],
  },
  deviceParties: {
    columns: { device: text, role: text, account: text, atS: integer, ...position },
    key: ["blockNumber", "logIndex", "role"],
    indexes: [["device", "role"]],
  },
  signers: { columns: { device: text, sinceS: integer, signer: text }, key: ["device", "sinceS"] },
  statuses: { columns: { device: text, sinceS: integer, status: integer }, key: ["device", "sinceS"] },
  passports: {
    columns: {
      passport: text,
      batteryPassportIdentifier: text,
      maker: text,
      model: text,
      chemistry: text,
      ratedCapacityMicroAh: text,
      ratedEnergyMicroWh: text,
      factoryChargeCount: integer,
      factoryDischargeCount: integer,
      limits: text,
      issuedAtS: integer,
      ...position,
    },
    key: ["passport"],
  },
  batteryStatuses: {
    columns: { passport: text, status: integer, atS: integer, ...position },
    key: ["blockNumber", "logIndex"],
    indexes: [["passport"]],
  },
  successions: {
    columns: { predecessor: text, successor: text, ...position },
    key: ["blockNumber", "logIndex"],
    indexes: [["predecessor"], ["successor"]],
  },
  modules: {
    columns: { pack: text, module: text, event: text, atS: integer, ...position },
    key: ["blockNumber", "logIndex"],
    indexes: [["module"], ["pack"]],
  },
  custody: {
    columns: { passport: text, role: text, account: text, atS: integer, ...position },
    key: ["blockNumber", "logIndex", "role"],
    indexes: [["passport", "role"]],
  },
  bindings: {
    columns: { passport: text, device: text, firstSequence: text, boundAtS: integer, ...position },
    key: ["blockNumber", "logIndex"],
    indexes: [["passport"], ["device"]],
  },
  replacements: {
    columns: {
      passport: text,
      oldDevice: text,
      newDevice: text,
      lastSequence: text,
      continuity: integer,
      atS: integer,
      ...position,
    },
    key: ["blockNumber", "logIndex"],
    indexes: [["passport"]],
  },
  publishedCounters: {
    columns: { passport: text, device: text, sequence: text, atS: integer, ...position },
    key: ["blockNumber", "logIndex"],
    indexes: [["passport"]],
  },
  passportCheckpoints: {
    columns: { passport: text, device: text, sequence: text, recordHash: text, setAtS: integer, ...position },
    key: ["blockNumber", "logIndex"],
    indexes: [["passport", "sequence"]],
  },
  incidentEvents: {
    columns: {
      device: text,
      number: integer,
      event: text,
      account: text,
      hash: text,
      category: integer,
      endsAtS: integer,
      state: integer,
      atS: integer,
      ...position,
    },
    key: ["blockNumber", "logIndex"],
    indexes: [["device", "number"]],
    nullable: ["account", "hash", "category", "endsAtS", "state"],
  },
  ...SETTLEMENT_TABLES,
  mints: {
    columns: { account: text, amount: text, paymentReference: text, atS: integer, ...position },
    key: ["blockNumber", "logIndex"],
  },
  redemptions: {
    columns: {
      contract: text,
      id: text,
      account: text,
      amount: text,
      payoutHash: text,
      dueAtS: integer,
      atS: integer,
      ...position,
    },
    key: ["contract", "id"],
  },
  payouts: {
    columns: { contract: text, redemption: text, bankReference: text, atS: integer, ...position },
    key: ["contract", "redemption"],
  },
  attestations: {
    columns: { amount: text, asOfS: integer, reportHash: text, atS: integer, ...position },
    key: ["blockNumber", "logIndex"],
  },
  streams: {
    columns: { stream: text, publisher: text, predecessor: text, predecessorSequence: text, ...position },
    key: ["stream"],
  },
  batches: {
    columns: {
      stream: text,
      sequence: text,
      root: text,
      previousRoot: text,
      count: integer,
      fromS: text,
      toS: text,
      anchoredAtS: integer,
      transactionHash: text,
      blockHash: text,
      archive: text,
      reason: text,
      ...position,
    },
    key: ["stream", "sequence"],
    indexes: [["archive"], ["blockNumber", "logIndex"]],
    nullable: ["reason"],
  },
  leaves: {
    columns: { stream: text, batchSequence: text, position: integer, recordHash: text },
    key: ["stream", "batchSequence", "position"],
  },
  records: {
    columns: {
      recordHash: text,
      type: text,
      device: text,
      sequence: text,
      timestampS: text,
      stream: text,
      batchSequence: text,
      json: text,
      ...position,
    },
    key: ["recordHash"],
    indexes: [
      ["device", "sequence"],
      ["device", "timestampS"],
    ],
  },
  corrections: {
    columns: { recordHash: text, device: text, sequence: text, supersedes: text },
    key: ["recordHash"],
    indexes: [["device", "sequence"], ["supersedes"]],
  },
  readings: {
    columns: { recordHash: text, device: text, sequence: text, timestampS: text, importWh: text, exportWh: text },
    key: ["recordHash"],
    indexes: [["device", "sequence"]],
  },
  gaps: {
    columns: {
      recordHash: text,
      device: text,
      fromSequence: text,
      toSequence: text,
      reason: integer,
      stream: text,
      batchSequence: text,
      ...position,
    },
    key: ["recordHash"],
    indexes: [["device", "fromSequence"]],
  },
};

/** Names of the read model's tables. */
export const TABLE_NAMES = Object.keys(TABLES) as (keyof ReadModel)[];

/** Creates the tables and indexes that are not there yet. */
export async function createTables(database: Kysely<ReadModel>): Promise<void> {
  for (const name of TABLE_NAMES) {
    const { columns, key, indexes = [], nullable = [] } = TABLES[name];
    let table: CreateTableBuilder<string, string> = database.schema.createTable(name).ifNotExists();
    for (const [column, type] of Object.entries(columns)) {
      table = table.addColumn(column, type, (c) => (nullable.includes(column) ? c : c.notNull()));
    }
    await table.addPrimaryKeyConstraint(`${name}Key`, [...key] as never).execute();
    for (const of of indexes) {
      await database.schema
        .createIndex(`${name}By${of.map((column) => `_${column}`).join("")}`)
        .ifNotExists()
        .on(name)
        .columns([...of])
        .execute();
    }
  }
}

/** Drops every table of the read model: the next round starts from the chain's first block. */
export async function dropTables(database: Kysely<ReadModel>): Promise<void> {
  for (const name of TABLE_NAMES) await sql`drop table if exists ${sql.table(name)}`.execute(database);
}
