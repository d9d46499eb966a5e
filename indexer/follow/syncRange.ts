import type { JsonRpcApiProvider } from "ethers";
import type { Kysely } from "kysely";
import type { CheckArchive } from "../archive/openArchive.js";
import type { Contracts } from "../chain/contracts.js";
import type { CheckpointRow, ReadModel } from "../database/schema.js";
import { ReadModelShared } from "../errors.js";
import { project } from "../projection/project.js";
import { type Change, kindsOf } from "./changes.js";
import { loadRange } from "./loadRange.js";
import { writeRange } from "./writeRange.js";

/**
 * Moves the read model from its checkpoint to block `to`: rows and checkpoint in one transaction, or nothing.
 * Throws `ReorgDetected`, `ReadModelShared`, `AgreementNotFollowed` and `NodeUnusable`.
 */
export async function syncRange(of: {
  provider: JsonRpcApiProvider;
  database: Kysely<ReadModel>;
  contracts: Contracts;
  check: CheckArchive;
  checkpoint: CheckpointRow;
  to: number;
}): Promise<{ change: Change; namesChanged: boolean }> {
  const { provider, database, contracts, check, checkpoint, to } = of;
  const { events, tip, passports } = await loadRange({ provider, contracts, after: checkpoint, to });
  const parties = await database.selectFrom("agreements").select(["id", "consumer", "supplier"]).execute();
  const rows = project(events, { passports, agreements: new Map(parties.map((row) => [row.id, row])) });
  await database.transaction().execute(async (transaction) => {
    // First, so that a second writer meets this refusal rather than its own rows.
    const moved = await transaction
      .updateTable("checkpoint")
      .set({ blockNumber: tip.number, blockHash: tip.hash, blockTimestampS: tip.timestampS })
      .where("blockNumber", "=", checkpoint.blockNumber)
      .where("blockHash", "=", checkpoint.blockHash)
      .executeTakeFirst();
    if (moved.numUpdatedRows !== 1n) throw new ReadModelShared({ expectedBlock: checkpoint.blockNumber });
    await writeRange(transaction, rows, check);
  });
  const namesChanged = events.some(({ contract, name }) => contract === "Directory" && name === "NameSet");
  return { change: { blockNumber: tip.number, kinds: kindsOf(rows) }, namesChanged };
}
