import { type Kysely, sql } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import type { SensorReading } from "../../protocol/records/sensorReading.js";
import { decodeRecord, LEAF_TYPES } from "./leafRow.js";
import type { BufferTables } from "./schema.js";

/** Readings of sensors by sensor and sequence, as deliveries need them. */
export class SensorReadingStore {
  readonly #db: Kysely<BufferTables>;

  constructor(db: Kysely<BufferTables>) {
    this.#db = db;
  }

  /** Least sequence of the sensor's readings from `fromS` through `toS`, Unix seconds; undefined if there is none. */
  async firstWithin(sensor: Hex, fromS: number, toS: number): Promise<number | undefined> {
    const row = await this.#readings(sensor)
      .select((eb) => eb.fn.min("records.sequence").as("first"))
      .where("timestampS", ">=", fromS)
      .where("timestampS", "<=", toS)
      .executeTakeFirst();
    return row?.first ?? undefined;
  }

  /** The sensor's anchored readings after `sequence` with their batches, in their order, `limit` at most. */
  async anchoredAfter(sensor: Hex, sequence: number, limit: number) {
    const rows = await this.#readings(sensor)
      .select(["devices.device", "records.sequence", "toSequence", "type", "timestampS", "payload"])
      // Null where the record is in no batch, or in one that is not anchored yet.
      .select(
        sql<number | null>`(SELECT CASE state WHEN 'anchored' THEN batches.sequence END FROM batches
          WHERE batches.lastId >= records.id ORDER BY batches.lastId LIMIT 1)`.as("batchSequence"),
      )
      .where("records.sequence", ">", sequence)
      .orderBy("records.sequence")
      .limit(limit)
      .execute();
    const found: { readonly reading: SensorReading; readonly batchSequence: number }[] = [];
    for (const { batchSequence, ...row } of rows) {
      const { record } = decodeRecord(row);
      // Batches are anchored in order: what comes later is not anchored either.
      if (batchSequence === null || record.type !== "SensorReading") break;
      found.push({ reading: record, batchSequence });
    }
    return found;
  }

  #readings(sensor: Hex) {
    return (
      this.#db
        .selectFrom("records")
        .innerJoin("devices", "devices.no", "records.device")
        .where("devices.device", "=", sensor)
        // As a literal: with a parameter SQLite could not tell that the index of sensors' readings serves.
        .where("records.type", "=", sql.lit(LEAF_TYPES.SensorReading))
    );
  }
}
