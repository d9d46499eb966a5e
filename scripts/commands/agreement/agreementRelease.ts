import type { Command } from "commander";
import { read, requireBlock } from "../../../evidence/index.js";
import type { Hex, SupplyAgreement } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { type OpenChain, withChain } from "../../chain/openChain.js";
import { ContractRefused } from "../../chain/refusals.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { readBalance } from "../escrow/openEscrow.js";
import { type AgreementName, parseAgreementName } from "./agreementValues.js";
import { AgreementNotOver, AgreementReleased } from "./errors.js";
import { readReleased } from "./escrowLock.js";
import { AGREEMENTS, agreementIdOf, type OpenAgreements, openAgreements, readAgreement } from "./openAgreements.js";

const AFTER = `What an agreement locked is free when its window is settled, at once if it was ended before its window began, or else when nobody
settled it in time; with a grid supplier in that time alone. Anyone may have it released.`;

/** `wattproof agreement release`: frees the escrow of an agreement that is over. */
export function addAgreementRelease(parent: Command): void {
  const command = parent
    .command("release")
    .description("free what an agreement that is over has locked of its consumer's escrow")
    .argument("<agreement>", "its number or id", parseAgreementName);
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof agreement release 12 --account home.json",
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((name: AgreementName, flags: WriteFlags) =>
    withChain(flags, async (chain) => {
      const opened = await openAgreements(chain);
      const id = await agreementIdOf(opened, name);
      const { currency, money } = opened.escrow;
      const terms = await readAgreement(opened, id);
      const { consumer, escrow: released } = terms;
      const account = await openAccount(chain, flags);
      const { hash, blockNumber } = await transact(chain, account, {
        says: `Free the ${money(released)} that agreement ${id} locks of ${consumer}'s escrow`,
        to: opened.at.contract,
        data: AGREEMENTS.encodeFunctionData("release", [id]),
      }).catch(async (error: unknown) => {
        const isUnreleasable = error instanceof ContractRefused && error.code === "SupplyAgreementsNotReleasable";
        throw isUnreleasable ? await reasonOf({ chain, opened }, { ...terms, agreement: id }) : error;
      });
      const { escrow, locked, free } = await readBalance(opened.escrow, consumer);
      printResult(
        {
          ...{ agreement: id, account: consumer, currency, released, escrow, locked, free },
          ...{ transaction: hash, block: blockNumber },
        },
        [
          `Agreement ${id} locks nothing any more; it had locked ${money(released)}.`,
          `  The escrow of ${consumer} is ${money(escrow)}, of which ${money(free)} is free.`,
          `  transaction ${hash} in block ${blockNumber}`,
        ],
        flags,
      );
    }),
  );
}

/** The contract has one name for two reasons. */
async function reasonOf(
  { chain, opened }: { readonly chain: OpenChain; readonly opened: OpenAgreements },
  terms: SupplyAgreement & { readonly agreement: Hex },
): Promise<AgreementReleased | AgreementNotOver> {
  const { agreement, exportMeter, endS } = terms;
  const { number: blockTag } = await requireBlock(chain.provider, "latest");
  const released = await readReleased(opened, blockTag, agreement);
  if (released.has(agreement)) return new AgreementReleased(agreement);
  const [settledUntilS, delayS] = await read(`how far agreement ${agreement} is settled`, () =>
    Promise.all([
      opened.escrow.settlement.settledUntil(exportMeter, { blockTag }),
      opened.agreements.RELEASE_DELAY_S({ blockTag }),
    ]),
  );
  const latestS = endS + Number(delayS);
  return new AgreementNotOver({ agreement, exportMeter, endS, settledUntilS: Number(settledUntilS), latestS });
}
