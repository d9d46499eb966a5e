import type { Command } from "commander";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatInstant } from "../../commandLine/instant.js";
import { printNote, printResult } from "../../commandLine/print.js";
import { readDraftFile } from "./contributionFile.js";
import { CONTRIBUTIONS, openContributions } from "./openContributions.js";

/** `wattproof contribution open`: shows the commitment of what a co-author registered without it. */
export function addContributionOpen(parent: Command): void {
  const command = parent
    .command("open")
    .description("let a contribution that is registered already count from your earlier commitment to it")
    .argument("<file>", "what contribution commit wrote");
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof contribution open idea.json --account me.json",
    after: `For a co-author that registered it without the commitment. Any account may send it.\n${ABOUT_ACCOUNTS}`,
  });
  command.action(async (path: string, flags: WriteFlags) => {
    await withChain(flags, async (chain) => {
      const open = await openContributions(chain);
      const { contribution, salt } = readDraftFile(path, open);
      const account = await openAccount(chain, flags);
      const id = open.idOf(contribution);
      const { hash, blockNumber, logs } = await transact(chain, account, {
        says: `Open the commitment to contribution ${id}`,
        to: open.contract,
        data: CONTRIBUTIONS.encodeFunctionData("openCommitment", [id, salt]),
      });
      const opened = logs.map((log) => CONTRIBUTIONS.parseLog(log)).find((each) => each?.name === "CommitmentOpened");
      if (!opened) printNote("The transaction was mined without the event that the commitment was opened.");
      const countsFromS = opened ? Number(opened.args.countsFromS) : null;
      printResult(
        { contribution: id, countsFromS, transaction: hash, block: blockNumber },
        [
          `The commitment to contribution ${id} is open${countsFromS === null ? "" : `; it counts from ${formatInstant(countsFromS)}`}.`,
          `  transaction ${hash} in block ${blockNumber}`,
        ],
        flags,
      );
    });
  });
}
