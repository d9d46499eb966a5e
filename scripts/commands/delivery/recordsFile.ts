import type { GivenReading } from "../../../deals/index.js";
import { openSignedRecords } from "../../../oracle/ingest/index.js";
import { requireFile } from "../../commandLine/files.js";
import { DeliveryRecordsInvalid } from "./errors.js";

/** A row that holds no reading. */
export interface BadRow {
  readonly row: number;
  readonly code: string;
  readonly reason: string;
}

export interface ReadingsFile {
  readonly readings: readonly GivenReading[];
  readonly bad: readonly BadRow[];
}

/**
 * The readings of a file of signed records (docs/oracle.md).
 * @throws DeliveryRecordsInvalid, FileUnreadable, and what `openSignedRecords` throws
 */
export async function readReadings(path: string): Promise<ReadingsFile> {
  requireFile(path);
  const file = await openSignedRecords(path);
  if (file.type !== "SensorReading") {
    await file.rows.return();
    throw new DeliveryRecordsInvalid(path, file.type);
  }
  const [readings, bad]: [GivenReading[], BadRow[]] = [[], []];
  for await (const each of file.rows) {
    const { row } = each;
    if (!each.accepted) bad.push({ row, code: each.rejection.code, reason: each.rejection.reason });
    else if (each.record.record.type === "SensorReading") {
      readings.push({ row, signed: each.record, reading: each.record.record });
    }
  }
  return { readings, bad };
}
