import type { JsonRpcApiProvider } from "ethers";
import type { Kysely } from "kysely";
import type { CheckArchive } from "../archive/openArchive.js";
import type { Contracts } from "../chain/contracts.js";
import type { CheckpointRow, ReadModel } from "../database/schema.js";
import { ReadModelShared } from "../errors.js";
import { project } from "../projection/project.js";
import { type Change, kindsOf } from "./changes.js";
import { headsToCheck, readHeads, requireHeads } from "./heads.js";
import { loadRange } from "./loadRange.js";
import { openSettlementBook, writeSettlementBook } from "./settlementState.js";
import { writeRange } from "./writeRange.js";

/**
 * Moves the read model from its checkpoint to block `to`: rows and checkpoint in one transaction, or nothing.
 * @param of.isLatest Whether `to` is the chain's latest block: what settlement holds is asked there, since a node need not
 * remember what it held before.
 * Throws `ReorgDetected`, `ReadModelShared`, `AgreementNotFollowed`, `IntervalUnreadable`, `SettledHeadMismatch`,
 * `SettledWordsInvalid`, `RosterCodeInvalid` and `NodeUnusable`.
 */
export async function syncRange(of: {
  provider: JsonRpcApiProvider;
  database: Kysely<ReadModel>;
  contracts: Contracts;
  check: CheckArchive;
  checkpoint: CheckpointRow;
  to: number;
  isLatest: boolean;
}): Promise<{ change: Change; namesChanged: boolean }> {
  const { provider, database, contracts, check, checkpoint, to, isLatest } = of;
  const { events, tip, passports } = await loadRange({ provider, contracts, after: checkpoint, to });
  const basis = await openSettlementBook(provider, database, contracts.agreementsOf, events);
  const rows = project(events, { passports, settlement: basis.book });
  const heads = isLatest ? await headsToCheck(database, basis.book) : [];
  const held = await readHeads(provider, heads, tip.number);
  await database.transaction().execute(async (transaction) => {
    // First, so that a second writer meets this refusal rather than its own rows.
    const moved = await transaction
      .updateTable("checkpoint")
      .set({ blockNumber: tip.number, blockHash: tip.hash, blockTimestampS: tip.timestampS })
      .where("blockNumber", "=", checkpoint.blockNumber)
      .where("blockHash", "=", checkpoint.blockHash)
      .executeTakeFirst();
    if (moved.numUpdatedRows !== 1n) throw new ReadModelShared({ expectedBlock: checkpoint.blockNumber });
    requireHeads(heads, held);
    await writeRange(transaction, rows, check);
    await writeSettlementBook(transaction, basis, heads);
  });
  const namesChanged = events.some(({ contract }) => contract === "Directory");
  return { change: { blockNumber: tip.number, kinds: kindsOf(rows) }, namesChanged };
}
