import type { Kysely } from "kysely";
import type { EventPosition } from "../database/eventPosition.js";
import type { BatchRow, ReadModel } from "../database/schema.js";
import { archiveColumns } from "../follow/writeRange.js";
import { importBatch } from "./importBatch.js";
import type { CheckArchive } from "./openArchive.js";

const BATCHES_PER_ROUND = 100;

/**
 * Asks the archive again for batches whose records are not held here, some per call, going round through all of them.
 * @param after Where the call before ended; undefined to start with the oldest.
 * @returns Whether records were added, and where to go on.
 */
export async function retryAbsent(
  database: Kysely<ReadModel>,
  check: CheckArchive,
  after: EventPosition | undefined,
): Promise<{ added: boolean; next: EventPosition | undefined }> {
  const batches = await absentAfter(database, after);
  let added = false;
  for (const batch of batches) {
    const found = await check(batch);
    if (found.archive === "absent") continue;
    await database.transaction().execute(async (transaction) => {
      const { stream, sequence } = batch;
      await transaction
        .updateTable("batches")
        .set(archiveColumns(found))
        .where("stream", "=", stream)
        .where("sequence", "=", sequence)
        .execute();
      await importBatch(transaction, batch, found);
    });
    added = true;
  }
  return { added, next: batches.length < BATCHES_PER_ROUND ? undefined : batches.at(-1) };
}

function absentAfter(database: Kysely<ReadModel>, after: EventPosition | undefined): Promise<BatchRow[]> {
  const { blockNumber, logIndex } = after ?? { blockNumber: -1, logIndex: -1 };
  return database
    .selectFrom("batches")
    .selectAll()
    .where("archive", "=", "absent")
    .where(({ or, and, eb }) =>
      or([
        eb("blockNumber", ">", blockNumber),
        and([eb("blockNumber", "=", blockNumber), eb("logIndex", ">", logIndex)]),
      ]),
    )
    .orderBy("blockNumber")
    .orderBy("logIndex")
    .limit(BATCHES_PER_ROUND)
    .execute();
}
