import { appendFileSync, statSync } from "node:fs";
import type { Reading } from "../../../identity/index.js";
import { openSignedRecords, signedRecordRow, signedRecordsHeader } from "../../../oracle/ingest/index.js";
import { type Hex, type SignedRecord, structHashOf } from "../../../protocol/index.js";
import { readText } from "../../commandLine/files.js";
import { ReadingsFileInvalid, ReadingsUnwritable } from "./errors.js";

/** The last reading of a device in a file, and its struct hash. */
export interface LastReading<Of extends Reading> {
  readonly record: Of;
  readonly structHash: Hex;
}

/**
 * A device's last reading in a file of signed readings (docs/oracle.md); undefined if there is none.
 * @throws ReadingsFileInvalid, FileUnreadable, and what `openSignedRecords` throws
 */
export async function lastReadingIn<Of extends Reading>(
  path: string,
  type: Of["type"],
  device: Hex,
): Promise<LastReading<Of> | undefined> {
  if (isEmpty(path)) return undefined;
  // Whatever an interrupted run left half done is found before anything is signed.
  if (!readText(path).endsWith("\n")) throw new ReadingsFileInvalid(path, "its last line is cut short");
  const file = await openSignedRecords(path);
  if (file.type !== type) throw new ReadingsFileInvalid(path, `it holds ${file.type} records`);
  let last: Of | undefined;
  for await (const row of file.rows) {
    if (!row.accepted) throw new ReadingsFileInvalid(path, `${row.rejection.position}: ${row.rejection.reason}`);
    const record = row.record.record as Of;
    if (record.header.device !== device) continue;
    if (last === undefined || record.header.sequence > last.header.sequence) last = record;
  }
  return last && { record: last, structHash: structHashOf(last) };
}

/** Readings as text: the header, if they are the first, and their rows. */
export function readingsText(
  type: Reading["type"],
  readings: readonly SignedRecord[],
  { isFirst }: { isFirst: boolean },
): string {
  return (isFirst ? signedRecordsHeader(type) : "") + readings.map(signedRecordRow).join("");
}

/** Appends readings to a file in one write, with the header if it is new. Throws `ReadingsUnwritable`. */
export function appendReadings(path: string, type: Reading["type"], readings: readonly SignedRecord[]): void {
  try {
    appendFileSync(path, readingsText(type, readings, { isFirst: isEmpty(path) }));
  } catch (error) {
    throw new ReadingsUnwritable(path, error);
  }
}

function isEmpty(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;
}
