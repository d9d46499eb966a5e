import type { Command } from "commander";
import { replaceSecretFile } from "../../../identity/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { signTold } from "../../chain/signTold.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { draftText, readDraftFile } from "./contributionFile.js";
import { ContributionNotAuthor } from "./errors.js";
import { describe, openContributions } from "./openContributions.js";

/** `wattproof contribution sign`: an author consents to a contribution. */
export function addContributionSign(parent: Command): void {
  const command = parent
    .command("sign")
    .description("consent to a contribution as one of its authors: your signature goes into its file")
    .argument("<file>", "what contribution commit wrote");
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof contribution sign idea.json --account me.json",
    after: `Sends nothing. The author that registers needs not sign.\n${ABOUT_ACCOUNTS}`,
  });
  command.action(async (path: string, flags: WriteFlags) => {
    await withChain(flags, async (chain) => {
      const open = await openContributions(chain);
      const draft = readDraftFile(path, open);
      const { contribution } = draft;
      const account = await openAccount(chain, flags);
      const { address } = account;
      if (!contribution.authors.some((author) => author.account === address)) {
        throw new ContributionNotAuthor(path, address);
      }
      const id = open.idOf(contribution);
      const signature = await signTold(chain, account, {
        says: `Consent to contribution ${id}`,
        details: describe(contribution),
        typed: open.typedOf(contribution),
      });
      const others = draft.signatures.filter((each) => each.account !== address);
      const signatures = [...others, { account: address, signature }];
      replaceSecretFile(path, draftText({ ...draft, signatures }));
      const signedBy = signatures.map((each) => each.account);
      printResult(
        { contribution: id, ...contribution, signedBy, file: path },
        [`Signed contribution ${id} in ${path}.`, ...signedBy.map((each) => `  signed by   ${each}`)],
        flags,
      );
    });
  });
}
