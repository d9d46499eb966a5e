import { type Kysely, sql } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import type { SignedRecord } from "../../protocol/records/record.js";
import { decodeRecord, LEAF_TYPES } from "./leafRow.js";
import type { BufferTables } from "./schema.js";

/** Most device ids named in one query; SQLite's bound on parameters is far above. */
const DEVICES_PER_QUERY = 500;

/** Meter readings by meter and time, as settlement needs them. */
export class ReadingStore {
  readonly #db: Kysely<BufferTables>;

  constructor(db: Kysely<BufferTables>) {
    this.#db = db;
  }

  /** Readings of `meters` from `fromS` through `toS`, Unix seconds, that fall on multiples of `everyS`; by sequence. */
  async between(meters: readonly Hex[], fromS: number, toS: number, everyS: number): Promise<SignedRecord[]> {
    const found: SignedRecord[] = [];
    for (let at = 0; at < meters.length; at += DEVICES_PER_QUERY) {
      const rows = await this.#readings(meters.slice(at, at + DEVICES_PER_QUERY))
        .where("timestampS", ">=", fromS)
        .where("timestampS", "<=", toS)
        .where((eb) => eb(eb("timestampS", "%", everyS), "=", 0))
        .orderBy("records.device")
        .orderBy("records.sequence")
        .execute();
      found.push(...rows.map(decodeRecord));
    }
    return found;
  }

  /** First records of those of `meters` that sent one. */
  async openings(meters: readonly Hex[]): Promise<SignedRecord[]> {
    const found: SignedRecord[] = [];
    for (let at = 0; at < meters.length; at += DEVICES_PER_QUERY) {
      const of = meters.slice(at, at + DEVICES_PER_QUERY);
      const rows = await this.#readings(of).where("records.sequence", "=", 1).execute();
      found.push(...rows.map(decodeRecord));
    }
    return found;
  }

  /** Latest time of any reading of each meter, Unix seconds; meters without one are left out. */
  async latestS(meters: readonly Hex[]): Promise<ReadonlyMap<Hex, number>> {
    const latest = new Map<Hex, number>();
    for (let at = 0; at < meters.length; at += DEVICES_PER_QUERY) {
      const rows = await this.#db
        .selectFrom("devices")
        .select(["device", "latestReadingS"])
        .where("device", "in", meters.slice(at, at + DEVICES_PER_QUERY))
        .execute();
      for (const row of rows) if (row.latestReadingS !== null) latest.set(row.device as Hex, row.latestReadingS);
    }
    return latest;
  }

  #readings(meters: readonly Hex[]) {
    return (
      this.#db
        .selectFrom("records")
        .innerJoin("devices", "devices.no", "records.device")
        .select(["devices.device", "records.sequence", "toSequence", "type", "timestampS", "payload"])
        .where("devices.device", "in", meters)
        // As a literal: with a parameter SQLite could not tell that the index of readings serves.
        .where("records.type", "=", sql.lit(LEAF_TYPES.MeterReading))
    );
  }
}
