import type { Command } from "commander";
import { read } from "../../../evidence/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { readBalance, SETTLEMENT } from "../escrow/openEscrow.js";
import { type AgreementName, parseAgreementName } from "./agreementValues.js";
import { AgreementClaimUnfunded, AgreementNothingOwed } from "./errors.js";
import { agreementIdOf, openAgreements, readAgreement } from "./openAgreements.js";

const AFTER = `What an agreement's consumer owes beyond its escrow is the supplier's claim; until it is paid, the agreement delivers nothing.
It is paid from the consumer's escrow, as far as that goes, locked or not. Anyone may have it paid.`;

/** `wattproof agreement pay`: pays what a consumer owes from its escrow. */
export function addAgreementPay(parent: Command): void {
  const command = parent
    .command("pay")
    .description("pay from the consumer's escrow what an agreement's supplier is owed")
    .argument("<agreement>", "its number or id", parseAgreementName);
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof agreement pay 12 --account home.json",
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((name: AgreementName, flags: WriteFlags) =>
    withChain(flags, async (chain) => {
      const opened = await openAgreements(chain);
      const id = await agreementIdOf(opened, name);
      const { settlement, settlementAddress, currency, money } = opened.escrow;
      const { consumer, supplier } = await readAgreement(opened, id);
      const account = await openAccount(chain, flags);
      const claim = await read(`the claim of agreement ${id}`, () => settlement.claimOf(id));
      if (claim === 0n) throw new AgreementNothingOwed(id);
      const { escrow } = await readBalance(opened.escrow, consumer);
      if (escrow === 0n) throw new AgreementClaimUnfunded({ agreement: id, consumer, claim }, money);
      const { logs, hash, blockNumber } = await transact(chain, account, {
        says: `Pay the ${money(claim)} that ${consumer} owes ${supplier} by agreement ${id}, as far as its escrow goes`,
        to: settlementAddress,
        data: SETTLEMENT.encodeFunctionData("payClaim", [id]),
      });
      const told = logs.map((log) => SETTLEMENT.parseLog(log)).find((log) => log?.name === "ClaimPaid");
      const paid: bigint = told?.args.amount ?? 0n;
      const open: bigint = told?.args.open ?? claim;
      printResult(
        { agreement: id, consumer, supplier, currency, paid, open, transaction: hash, block: blockNumber },
        [
          `${consumer} paid ${money(paid)} to ${supplier}.`,
          open === 0n
            ? "  Nothing is owed by this agreement any more."
            : `  It still owes ${money(open)}, which its escrow did not hold.`,
          `  transaction ${hash} in block ${blockNumber}`,
        ],
        flags,
      );
    }),
  );
}
