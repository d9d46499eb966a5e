import { setTimeout as sleep } from "node:timers/promises";
import type { SignedRecord } from "../protocol/records/record.js";
import { openSignedRecords } from "./ingest/index.js";
import type { Oracle } from "./service.js";
import { isAcknowledged } from "./verification/result.js";

/** Records handed in together: one commit each, and little to read again after a crash. */
const RECORDS_AT_A_TIME = 500;
/** Wait before what was refused for now is handed in again, ms. */
const RETRY_MS = 200;

/**
 * Hands a file of signed records to the oracle, from the first row on. What was taken before is a duplicate and has no
 * second effect, so a file may be fed again after a crash without remembering how far it came.
 * Throws what reading the file throws, and the signal's reason once it is aborted.
 */
export async function feedFile(oracle: Oracle, path: string, signal: AbortSignal): Promise<void> {
  const file = await openSignedRecords(path);
  let rows: number[] = [];
  let records: SignedRecord[] = [];
  for await (const row of file.rows) {
    signal.throwIfAborted();
    if (!row.accepted) {
      await oracle.reject(row.rejection);
      continue;
    }
    rows.push(row.row);
    records.push(row.record);
    if (records.length < RECORDS_AT_A_TIME) continue;
    await feed(oracle, file.source, rows, records, signal);
    rows = [];
    records = [];
  }
  await feed(oracle, file.source, rows, records, signal);
}

async function feed(
  oracle: Oracle,
  source: string,
  rows: readonly number[],
  records: readonly SignedRecord[],
  signal: AbortSignal,
): Promise<void> {
  let waiting = records.map((record, index) => ({ record, row: rows[index] }));
  while (waiting.length > 0) {
    signal.throwIfAborted();
    const given = waiting;
    const positionOf = (index: number) => `row ${given[index]?.row}`;
    const results = await oracle.submit(
      given.map(({ record }) => record),
      { source, positionOf },
    );
    waiting = given.filter((_, index) => !isAcknowledged(results[index] ?? { outcome: "refused" }));
    if (waiting.length > 0) await sleep(RETRY_MS, undefined, { signal });
  }
}
