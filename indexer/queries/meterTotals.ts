import { type Kysely, sql } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import { DeviceKind } from "../../protocol/records/enrolment.js";
import type { ReadModel } from "../database/schema.js";
import { uintOf } from "../database/uint64.js";

export interface MeterTotals {
  readonly device: Hex;
  readonly importWh: bigint;
  readonly exportWh: bigint;
}

/** What each meter measured from the first to the last of its readings held here, Wh. */
export async function meterTotals(database: Kysely<ReadModel>): Promise<MeterTotals[]> {
  const edge = (column: "importWh" | "exportWh", order: "asc" | "desc") =>
    sql<string | null>`(select ${sql.ref(column)} from ${sql.table("readings")} where ${sql.ref("readings.device")} =
      ${sql.ref("meters.device")} order by ${sql.ref("sequence")} ${sql.raw(order)} limit 1)`;
  const rows = await database
    .selectFrom("devices as meters")
    .select("meters.device")
    .select([
      edge("importWh", "asc").as("firstImportWh"),
      edge("importWh", "desc").as("lastImportWh"),
      edge("exportWh", "asc").as("firstExportWh"),
      edge("exportWh", "desc").as("lastExportWh"),
    ])
    .where("kind", "=", DeviceKind.Meter)
    .orderBy("blockNumber")
    .orderBy("logIndex")
    .execute();
  return rows.map((row) => ({
    device: row.device,
    importWh: difference(row.firstImportWh, row.lastImportWh),
    exportWh: difference(row.firstExportWh, row.lastExportWh),
  }));
}

/** Registers never go back; a device whose records claim so has measured nothing that could be shown. */
function difference(first: string | null, last: string | null): bigint {
  if (first === null || last === null) return 0n;
  const wh = uintOf(last) - uintOf(first);
  return wh > 0n ? wh : 0n;
}
