import type { Command } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatInstant } from "../../commandLine/instant.js";
import { printNote, printResult } from "../../commandLine/print.js";
import { type DraftContribution, readDraftFile } from "./contributionFile.js";
import { ContributionNotAuthor, ContributionUnsigned } from "./errors.js";
import { CONTRIBUTIONS, describe, openContributions } from "./openContributions.js";

/** `wattproof contribution register`: makes a contribution known, as of its commitment. */
export function addContributionRegister(parent: Command): void {
  const command = parent
    .command("register")
    .description("register what was committed to; it counts from the commitment's time")
    .argument("<file>", "what contribution commit wrote, signed by the other authors");
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof contribution register idea.json --account me.json",
    after: `One of the authors sends it.\n${ABOUT_ACCOUNTS}`,
  });
  command.action(async (path: string, flags: WriteFlags) => {
    await withChain(flags, async (chain) => {
      const open = await openContributions(chain);
      const draft = readDraftFile(path, open);
      const account = await openAccount(chain, flags);
      const signatures = signaturesOf(path, draft, account.address);
      const { contribution, salt } = draft;
      const id = open.idOf(contribution);
      const { hash, blockNumber, logs } = await transact(chain, account, {
        says: `Register contribution ${id}`,
        to: open.contract,
        data: CONTRIBUTIONS.encodeFunctionData("registerCommitted", [contribution, signatures, salt]),
      });
      const registered = logs
        .map((log) => CONTRIBUTIONS.parseLog(log))
        .find((each) => each?.name === "ContributionRegistered");
      if (!registered) printNote("The transaction was mined without a registration's event.");
      const countsFromS = registered ? Number(registered.args.countsFromS) : null;
      printResult(
        { contribution: id, countsFromS, ...contribution, transaction: hash, block: blockNumber },
        [
          `Contribution ${id} is registered${countsFromS === null ? "" : ` and counts from ${formatInstant(countsFromS)}`}.`,
          ...describe(contribution),
          `  transaction ${hash} in block ${blockNumber}`,
        ],
        flags,
      );
    });
  });
}

/** Signatures in the order of the authors; the sender's is empty. Throws `ContributionNotAuthor`, `ContributionUnsigned`. */
function signaturesOf(path: string, { contribution, signatures }: DraftContribution, sender: Hex): Hex[] {
  const authors = contribution.authors.map(({ account }) => account);
  if (!authors.includes(sender)) throw new ContributionNotAuthor(path, sender);
  const found = (author: Hex) => signatures.find(({ account }) => account === author)?.signature;
  const missing = authors.filter((author) => author !== sender && found(author) === undefined);
  if (missing.length > 0) throw new ContributionUnsigned(path, missing);
  return authors.map((author) => (author === sender ? "0x" : (found(author) ?? "0x")));
}
