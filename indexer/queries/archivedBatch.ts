import type { Kysely } from "kysely";
import type { ArchivedBatch, ArchivedLeaf } from "../../protocol/archive.js";
import { GapReason } from "../../protocol/records/gap.js";
import { recordFromJson } from "../archive/recordJson.js";
import type { BatchRow, GapRow, ReadModel } from "../database/schema.js";
import { uintOf } from "../database/uint64.js";

/** A batch as its archive held it, from the records that were imported of it. */
export async function archivedBatch(database: Kysely<ReadModel>, batch: BatchRow): Promise<ArchivedBatch> {
  const rows = await database
    .selectFrom("leaves")
    .leftJoin("records", "records.recordHash", "leaves.recordHash")
    .leftJoin("gaps", "gaps.recordHash", "leaves.recordHash")
    .select(["records.json", "gaps.device", "gaps.fromSequence", "gaps.toSequence"])
    .where("leaves.stream", "=", batch.stream)
    .where("leaves.batchSequence", "=", batch.sequence)
    .orderBy("position")
    .execute();
  const leaves = rows.map(({ json, ...gap }) => (json === null ? gapOf(gap as GapRow) : recordFromJson(json)));
  return {
    stream: batch.stream,
    sequence: uintOf(batch.sequence),
    previousRoot: batch.previousRoot,
    root: batch.root,
    leaves,
  };
}

function gapOf(row: Pick<GapRow, "device" | "fromSequence" | "toSequence">): ArchivedLeaf {
  return {
    type: "Gap",
    device: row.device,
    fromSequence: uintOf(row.fromSequence),
    toSequence: uintOf(row.toSequence),
    reason: GapReason.NeverArrived,
  };
}
