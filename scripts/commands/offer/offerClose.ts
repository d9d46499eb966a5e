import type { Command } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { ABOUT_OFFERS, addStepOptions, type StepFlags } from "./offerOptions.js";
import { historyOf, lastRound, offersOn, requireStepOf } from "./offersHere.js";
import { signStep } from "./signStep.js";

const WAYS = {
  reject: {
    type: "Rejection",
    description: "turn down what the other party proposed last, which ends the negotiation",
    says: "Reject",
    status: "rejected",
  },
  withdraw: {
    type: "Withdrawal",
    description: "take back what you proposed last, which ends the negotiation",
    says: "Withdraw",
    status: "withdrawn",
  },
} as const;

/** `wattproof offer reject|withdraw`: ends a negotiation without a deal. */
export function addOfferClose(parent: Command, name: keyof typeof WAYS): void {
  const { type, description, says, status } = WAYS[name];
  const command = parent.command(name).description(description).argument("<negotiation>", "its id", parseBytes32);
  finishCommand(addStepOptions(command), {
    example: `npx wattproof offer ${name} 0x… --account home.json`,
    after: `${ABOUT_OFFERS}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((negotiation: Hex, flags: StepFlags) =>
    withChain(flags, async (chain) => {
      const here = await offersOn(chain);
      // Nothing of what is sealed is needed to end it.
      const history = await historyOf(here, negotiation, null);
      const account = await openAccount(chain, flags);
      requireStepOf(history, account.address, name);
      const { round } = lastRound(history);
      await signStep(
        here,
        account,
        {
          says: `${says} round ${round} of negotiation ${negotiation}, which ends it`,
          details: [],
          step: { type, negotiation, round },
          struct: type,
          value: { negotiation, round },
          done: `Negotiation ${negotiation} is ${status}.`,
          result: { status },
        },
        flags,
      );
    }),
  );
}
