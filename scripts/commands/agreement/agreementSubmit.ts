import type { Command } from "commander";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { requireSignedFor } from "../../chain/signedFor.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { readText, SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { formatMoney } from "../../commandLine/money.js";
import { printResult } from "../../commandLine/print.js";
import { depositIfShort, depositOption } from "../escrow/depositIfShort.js";
import { describeTerms } from "./describeTerms.js";
import { AGREEMENTS, openAgreements } from "./openAgreements.js";
import { parseSignedTerms } from "./signedTerms.js";

/** What a party that sends itself, or through an operator, gives in place of a signature. */
const NO_SIGNATURE = "0x";

interface Flags extends WriteFlags {
  readonly deposit?: bigint;
}

/** `wattproof agreement submit`: registers what both parties signed. */
export function addAgreementSubmit(parent: Command): void {
  const command = parent
    .command("submit")
    .description("register an agreement that both parties signed; anybody may")
    .argument("<file>", "what agreement sign printed, with both signatures; a party that sends need not have signed")
    .addOption(depositOption());
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof agreement submit signed.json --deposit 250.00 --account home.json",
    after: `Registering locks the escrow that the terms name. --deposit is for the consumer, who signs a permit of the token for it.\n${ABOUT_ACCOUNTS}`,
  });
  command.action((file: string, flags: Flags) =>
    withChain(flags, async (chain) => {
      const signed = parseSignedTerms(readText(file, SMALL_FILE_BYTES));
      const opened = await openAgreements(chain);
      requireSignedFor("AgreementForeign", opened.at, signed);
      const account = await openAccount(chain, flags);
      const { agreement, signatures } = signed;
      const deposited = await depositIfShort({ chain, escrow: opened.escrow, account }, agreement, flags.deposit);
      const { consumer, supplier } = signatures;
      const { logs, hash, blockNumber } = await transact(chain, account, {
        says: `Register agreement ${signed.id} and lock ${formatMoney(agreement.escrow)} of ${agreement.consumer}'s escrow`,
        to: opened.at.contract,
        data: AGREEMENTS.encodeFunctionData("register", [
          agreement,
          consumer ?? NO_SIGNATURE,
          supplier ?? NO_SIGNATURE,
        ]),
      });
      const registered = logs.map((log) => AGREEMENTS.parseLog(log)).find((log) => log?.name === "AgreementRegistered");
      const number = registered === undefined ? null : Number(registered?.args.number);
      printResult(
        { agreement: signed.id, number, ...agreement, deposited, transaction: hash, block: blockNumber },
        [
          `Agreement ${number} is registered: ${signed.id}.`,
          ...describeTerms(agreement),
          `  transaction ${hash} in block ${blockNumber}`,
        ],
        flags,
      );
    }),
  );
}
