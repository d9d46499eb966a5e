import type { Command } from "commander";
import { parseSignedStep, type SignedStep } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { sendAndTell } from "../../chain/sendAndTell.js";
import { requireSignedFor } from "../../chain/signedFor.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { readText } from "../../commandLine/files.js";
import { encodeStep } from "./encodeStep.js";
import { offersOn } from "./offersHere.js";

/** Longest file of a signed step, bytes. */
export const LONGEST_STEP_BYTES = 128 * 1024;

const STEPS: Readonly<Record<SignedStep["type"], string>> = {
  PublicProposal: "proposal",
  SealedProposal: "sealed proposal",
  Acceptance: "acceptance",
  Rejection: "rejection",
  Withdrawal: "withdrawal",
};

/** `wattproof offer relay`: sends what a party signed with `--sign-only`. */
export function addOfferRelay(parent: Command): void {
  const command = parent
    .command("relay")
    .description("send what a party signed with --sign-only, from any account")
    .argument("<file>", "what --sign-only printed");
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof offer relay acceptance.json --account relayer.json",
    after: ABOUT_ACCOUNTS,
  });
  command.action((file: string, flags: WriteFlags) => {
    const step = parseSignedStep(readText(file, LONGEST_STEP_BYTES));
    return withChain(flags, async (chain) => {
      const { place } = await offersOn(chain);
      requireSignedFor("NegotiationStepForeign", { chainId: place.chainId, contract: place.negotiations }, step);
      const account = await openAccount(chain, flags);
      const { negotiation, round, signer, type } = step;
      const what = `the ${STEPS[type]} of ${signer} in round ${round} of negotiation ${negotiation}`;
      const action = {
        says: `Relay ${what}`,
        to: place.negotiations,
        data: encodeStep(step),
        done: `The contract took ${what}.`,
        result: { negotiation, round, step: type, signer },
      };
      await sendAndTell(chain, account, action, flags);
    });
  });
}
