import type { Command } from "commander";
import {
  applyChanges,
  describeChanges,
  type Hex,
  parseCounterOffer,
  requireNegotiation,
} from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { type Expiry, expiresAt } from "../../commandLine/expiry.js";
import { readText, SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { printNote } from "../../commandLine/print.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { ABOUT_OFFERS, addStepOptions, expiresOption, type StepFlags } from "./offerOptions.js";
import { historyOf, lastContent, lastRound, offersOn, requireParty } from "./offersHere.js";
import { proposalStep } from "./propose.js";
import { signStep } from "./signStep.js";

interface Flags extends StepFlags {
  readonly expires: Expiry;
}

const AFTER = `The file is a JSON object with changes (fields, conditions, removedConditions) and a note (docs/negotiation.md). They are made
to the last round's terms, and the complete terms that come of it are signed, so nobody is bound to what it did not sign. The
file's id may be left out; it is compared if it is a negotiation's id, and left alone if it is a UUID of another system.`;

/** `wattproof offer counter`: proposes changed terms. */
export function addOfferCounter(parent: Command): void {
  const command = parent
    .command("counter")
    .description("propose other terms in a negotiation, also after a proposal of your own")
    .argument("<negotiation>", "its id", parseBytes32)
    .argument("<file>", "the counter-offer, in JSON")
    .addOption(expiresOption());
  finishCommand(addStepOptions(command), {
    example: "npx wattproof offer counter 0x… counter-offer.json --account seller.json",
    after: `${AFTER}\n${ABOUT_OFFERS}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((negotiation: Hex, file: string, { expires, ...flags }: Flags) => {
    const counter = parseCounterOffer(readText(file, SMALL_FILE_BYTES));
    requireNegotiation(negotiation, counter);
    return withChain(flags, async (chain) => {
      const here = await offersOn(chain);
      const history = await historyOf(here, negotiation, flags);
      const { terms } = lastContent(history);
      const next = applyChanges(terms, counter);
      if (counter.id !== undefined && counter.id !== negotiation) {
        printNote(`the file's id ${counter.id} is another system's, so it says nothing of this negotiation`);
      }
      const account = await openAccount(chain, flags);
      requireParty(history, account.address);
      const changes = describeChanges(terms, next);
      const step = await proposalStep(here, {
        says: `Propose ${changes.length === 0 ? "the same terms" : changes.join("; ")}`,
        done: "The counter-offer is made.",
        opening: history.opening,
        round: lastRound(history).round + 1,
        offer: next,
        note: counter.note,
        expiresAtS: expiresAt(expires, here.at.nowS),
      });
      await signStep(here, account, { ...step, result: { ...step.result, changes } }, flags);
    });
  });
}
