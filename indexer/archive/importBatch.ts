import type { Kysely } from "kysely";
import { type Hex, ZERO_HASH } from "../../protocol/hex.js";
import type { EventPosition } from "../database/eventPosition.js";
import { insertAll } from "../database/insertAll.js";
import type { BatchRow, CorrectionRow, GapRow, ReadingRow, ReadModel, RecordRow } from "../database/schema.js";
import { uint64Text } from "../database/uint64.js";
import type { CheckedBatch, CheckedGap, CheckedRecord } from "./checkBatch.js";

const HASHES_PER_QUERY = 500;

/**
 * Adds a checked batch's records to the read model. A record that was anchored more than once belongs to the batch that
 * was anchored first, in whatever order the batches are imported.
 */
export async function importBatch(database: Kysely<ReadModel>, batch: BatchRow, checked: CheckedBatch): Promise<void> {
  if (checked.archive !== "held") return;
  const records: RecordRow[] = [];
  const readings: ReadingRow[] = [];
  const corrections: CorrectionRow[] = [];
  const gaps: GapRow[] = [];
  const { stream, sequence: batchSequence, blockNumber, logIndex } = batch;
  const place = { stream, batchSequence, blockNumber, logIndex };
  for (const leaf of checked.leaves) {
    if ("gap" in leaf) {
      gaps.push({ ...gapColumns(leaf), ...place });
    } else {
      records.push({ ...recordColumns(leaf), ...place });
      if (leaf.record.type === "MeterReading") readings.push(readingColumns(leaf));
      const correction = correctionColumns(leaf);
      if (correction !== undefined) corrections.push(correction);
    }
  }
  const leaves = checked.leaves.map(({ recordHash }, position) => ({ stream, batchSequence, position, recordHash }));
  await insertAll(database, "leaves", leaves);
  const added = await withoutEarlier(database, "records", records);
  const addedHashes = new Set(added.map(({ recordHash }) => recordHash));
  await insertAll(database, "records", added);
  const isAdded = ({ recordHash }: { readonly recordHash: Hex }) => addedHashes.has(recordHash);
  await insertAll(database, "readings", readings.filter(isAdded));
  await insertAll(database, "corrections", corrections.filter(isAdded));
  await insertAll(database, "gaps", await withoutEarlier(database, "gaps", gaps));
}

/** Rows that are new or earlier than what is there; what they supersede is deleted. */
async function withoutEarlier<Row extends RecordRow | GapRow>(
  database: Kysely<ReadModel>,
  table: "records" | "gaps",
  rows: readonly Row[],
): Promise<Row[]> {
  const known = new Map<string, EventPosition>();
  for (let at = 0; at < rows.length; at += HASHES_PER_QUERY) {
    const hashes = rows.slice(at, at + HASHES_PER_QUERY).map(({ recordHash }) => recordHash);
    const found = await database
      .selectFrom(table)
      .select(["recordHash", "blockNumber", "logIndex"])
      .where("recordHash", "in", hashes)
      .execute();
    for (const row of found) known.set(row.recordHash, row);
  }
  const wanted = rows.filter((row) => {
    const there = known.get(row.recordHash);
    return there === undefined || isBefore(row, there);
  });
  for (const { recordHash } of wanted.filter((row) => known.has(row.recordHash))) {
    await database.deleteFrom(table).where("recordHash", "=", recordHash).execute();
    if (table === "gaps") continue;
    await database.deleteFrom("readings").where("recordHash", "=", recordHash).execute();
    await database.deleteFrom("corrections").where("recordHash", "=", recordHash).execute();
  }
  return wanted;
}

function isBefore(a: EventPosition, b: EventPosition): boolean {
  return a.blockNumber < b.blockNumber || (a.blockNumber === b.blockNumber && a.logIndex < b.logIndex);
}

function recordColumns({ recordHash, record, json }: CheckedRecord) {
  const { device, sequence, timestampS } = record.header;
  return {
    recordHash,
    type: record.type,
    device,
    sequence: uint64Text(sequence),
    timestampS: uint64Text(timestampS),
    json,
  };
}

function readingColumns({ recordHash, record }: CheckedRecord): ReadingRow {
  if (record.type !== "MeterReading") throw new TypeError("Only a meter reading has registers.");
  const { device, sequence, timestampS } = record.header;
  return {
    recordHash,
    device,
    sequence: uint64Text(sequence),
    timestampS: uint64Text(timestampS),
    importWh: uint64Text(record.importWh),
    exportWh: uint64Text(record.exportWh),
  };
}

function correctionColumns({ recordHash, record }: CheckedRecord): CorrectionRow | undefined {
  if (record.type !== "ChargeCycle" || record.measurements.supersedes === ZERO_HASH) return undefined;
  const { device, sequence } = record.header;
  return { recordHash, device, sequence: uint64Text(sequence), supersedes: record.measurements.supersedes };
}

function gapColumns({ recordHash, gap }: CheckedGap) {
  return {
    recordHash,
    device: gap.device,
    fromSequence: uint64Text(gap.fromSequence),
    toSequence: uint64Text(gap.toSequence),
    reason: gap.reason,
  };
}
