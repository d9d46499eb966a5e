import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import type { CheckedBatch } from "../archive/checkBatch.js";
import { importBatch } from "../archive/importBatch.js";
import { insertAll } from "../database/insertAll.js";
import type { BatchRow, ReadModel } from "../database/schema.js";
import type { RangeRows } from "../projection/rows.js";
import { addAgreementTotals, addEscrows } from "./sums.js";

/** Tables of which every row is an event of its own. */
const EVENTS = [
  "deviceParties",
  "batteryStatuses",
  "successions",
  "modules",
  "custody",
  "replacements",
  "publishedCounters",
  "incidentEvents",
] as const;

/**
 * Writes a range's rows. Runs inside the transaction that moves the checkpoint.
 * @param check Looks a batch up in the archive; one batch at a time, so that no more than one is in memory.
 */
export async function writeRange(
  database: Kysely<ReadModel>,
  rows: RangeRows,
  check: (batch: BatchRow) => Promise<CheckedBatch>,
): Promise<void> {
  await insertAll(database, "members", rows.members);
  await insertAll(database, "devices", rows.devices);
  await writeHistories(database, rows);
  await insertAll(database, "passports", rows.passports);
  await insertAll(database, "bindings", rows.bindings);
  await insertAll(database, "passportCheckpoints", rows.passportCheckpoints);
  for (const table of EVENTS) await insertAll(database, table, rows[table] as never);
  await insertAll(database, "agreements", rows.agreements);
  for (const { id, endS } of rows.agreementEnds) {
    await database.updateTable("agreements").set({ endS }).where("id", "=", id).execute();
  }
  await insertAll(database, "meterCorrections", rows.meterCorrections);
  await insertAll(database, "deliveries", rows.deliveries);
  await insertAll(database, "intervals", rows.intervals);
  await insertAll(database, "registers", rows.registers);
  await insertAll(database, "escrowMovements", rows.escrowMovements);
  await insertAll(database, "mints", rows.mints);
  await insertAll(database, "redemptions", rows.redemptions);
  await insertAll(database, "payouts", rows.payouts);
  await insertAll(database, "attestations", rows.attestations);
  await insertAll(database, "streams", rows.streams);
  for (const anchored of rows.batches) {
    const found = await check(anchored);
    const batch = { ...anchored, ...archiveColumns(found) };
    await insertAll(database, "batches", [batch]);
    await importBatch(database, batch, found);
  }
  await addAgreementTotals(database, rows);
  await addEscrows(database, rows);
}

/** What a batch's row says of its archive. */
export function archiveColumns(found: CheckedBatch): Pick<BatchRow, "archive" | "reason"> {
  return { archive: found.archive, reason: found.archive === "refused" ? found.reason : null };
}

/** Two changes in one second leave the later, as in the registry itself. */
async function writeHistories(database: Kysely<ReadModel>, rows: RangeRows): Promise<void> {
  const key = ["device", "sinceS"] as const;
  for (const row of lastOfEach(rows.signers, keyOf)) {
    await database
      .insertInto("signers")
      .values(row)
      .onConflict((conflict) => conflict.columns([...key]).doUpdateSet({ signer: row.signer }))
      .execute();
  }
  for (const row of lastOfEach(rows.statuses, keyOf)) {
    await database
      .insertInto("statuses")
      .values(row)
      .onConflict((conflict) => conflict.columns([...key]).doUpdateSet({ status: row.status }))
      .execute();
  }
}

function keyOf({ device, sinceS }: { device: Hex; sinceS: number }): string {
  return `${device}${sinceS}`;
}

function lastOfEach<Row>(rows: readonly Row[], key: (row: Row) => string): Row[] {
  return [...new Map(rows.map((row) => [key(row), row])).values()];
}
