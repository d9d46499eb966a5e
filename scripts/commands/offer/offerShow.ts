import type { Command } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { namesOf } from "../../chain/members.js";
import { withChain } from "../../chain/openChain.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { addOfferReadOptions, type OfferReadFlags } from "./offerOptions.js";
import { historyOf, offersOn } from "./offersHere.js";
import { describeNegotiation, negotiationJson } from "./offerWords.js";

/** `wattproof offer show`: a negotiation with its whole history. */
export function addOfferShow(parent: Command): void {
  const command = parent
    .command("show")
    .description("show a negotiation: every round, what it changed, who said what, and how it ended")
    .argument("<negotiation>", "its id", parseBytes32);
  finishCommand(addOfferReadOptions(command), {
    example: "npx wattproof offer show 0x…",
    after: `The history comes from events and is held against the hash chain in the contract's storage, so a node cannot leave out or
alter a step. With --json each round has its difference to the one before as a counter-offer. Sealed rounds are shown with
--sealing-key (or WATTPROOF_SEALING_KEY).`,
  });
  command.action((negotiation: Hex, flags: OfferReadFlags) =>
    withChain(flags, async (chain) => {
      const history = await historyOf(await offersOn(chain), negotiation, flags);
      const names = await namesOf(chain, [history.opening.buyer, history.opening.seller]);
      printResult(negotiationJson(history, names), describeNegotiation(history, names), flags);
    }),
  );
}
