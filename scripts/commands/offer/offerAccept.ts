import { type Command, Option } from "commander";
import { decimalText, type Hex, PRICE_DECIMALS, termsValue, totalDue } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { OfferTermsChanged } from "./errors.js";
import { ABOUT_OFFERS, addStepOptions, type StepFlags } from "./offerOptions.js";
import { historyOf, lastContent, lastRound, offersOn, requireStepOf } from "./offersHere.js";
import { describeOffer, moneyWords, sideOf } from "./offerWords.js";
import { signStep } from "./signStep.js";

const AFTER = `What is agreed to stands on stderr before it is signed. The acceptance names the round and its terms: if the other party
proposes anything else before it arrives, the contract refuses it. --terms makes sure that they are the ones you looked at.`;

/** `wattproof offer accept`: accepts what the other party proposed last. */
export function addOfferAccept(parent: Command): void {
  const command = parent
    .command("accept")
    .description("accept what the other party proposed last: a deal")
    .argument("<negotiation>", "its id", parseBytes32)
    .addOption(
      new Option("--terms <hash>", "hash of the terms that you accept, and no others").argParser(parseBytes32),
    );
  finishCommand(addStepOptions(command), {
    example: "npx wattproof offer accept 0x… --account buyer.json",
    after: `${AFTER}\n${ABOUT_OFFERS}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((negotiation: Hex, { terms: wanted, ...flags }: StepFlags & { terms?: Hex }) =>
    withChain(flags, async (chain) => {
      const here = await offersOn(chain);
      const history = await historyOf(here, negotiation, flags);
      const { round, termsHash } = lastRound(history);
      if (wanted !== undefined && wanted !== termsHash) throw new OfferTermsChanged(negotiation, termsHash, wanted);
      const { terms, note } = lastContent(history);
      const account = await openAccount(chain, flags);
      requireStepOf(history, account.address, "accept");
      const side = sideOf(history, account.address);
      const total = moneyWords(totalDue(terms), terms.currency);
      await signStep(
        here,
        account,
        {
          says: `Accept round ${round} of negotiation ${negotiation} and ${side === "buyer" ? "pay" : "be paid"} ${total}`,
          details: [
            `  buyer       ${terms.buyer}`,
            `  seller      ${terms.seller}`,
            ...describeOffer(terms),
            ...(note.text === "" ? [] : [`  note        ${note.text}`]),
            `  terms       ${termsHash}`,
          ],
          step: { type: "Acceptance", negotiation, round, termsHash },
          struct: "Acceptance",
          value: { negotiation, round, terms: termsValue(terms) },
          done: `It is a deal: ${total}, by the terms ${termsHash}.`,
          result: {
            status: "accepted",
            termsHash,
            total: decimalText(totalDue(terms), PRICE_DECIMALS),
            currency: terms.currency,
          },
        },
        flags,
      );
    }),
  );
}
