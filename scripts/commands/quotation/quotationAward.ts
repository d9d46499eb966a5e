import type { Command } from "commander";
import { BidNotRevealed, openRevealed, readBids } from "../../../deals/index.js";
import type { Hex } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { harmless } from "../../commandLine/print.js";
import { addressOfMember, type MemberName, parseMember } from "../offer/members.js";
import { addSealedAccountOptions, openSealingKey, parseId, type SealingFlags } from "../offer/offerOptions.js";
import { describeOffer } from "../offer/offerWords.js";
import { awardCall } from "./bidCalls.js";
import { requestOn, sendStep } from "./quotationsHere.js";

const AFTER = `The negotiation opens at the bid's terms; accept them with wattproof offer accept, or go on with offer counter. An award binds
nobody: who bids is bound by its signature, and you are once you accept.`;

/** `wattproof quotation award`: chooses a bid. */
export function addQuotationAward(parent: Command): void {
  const command = parent
    .command("award")
    .description("choose a supplier's bid, which opens a negotiation at its terms")
    .argument("<request>", "its id", parseId)
    .argument("<supplier>", "whose bid, by its address or name", parseMember);
  finishCommand(addSealedAccountOptions(command), {
    example:
      'npx wattproof quotation award 0x… "Stainless Steel Provider" --sealing-key sealing.json --account buyer.json',
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((request: Hex, name: MemberName, flags: WriteFlags & SealingFlags) =>
    withChain(flags, async (chain) => {
      const { asked, ...here } = await requestOn(chain, request);
      const supplier = await addressOfMember(chain, name);
      const bids = await readBids(here.at, asked);
      const bid = bids.find((each) => each.supplier === supplier);
      if (bid === undefined || bid.reveals.length === 0) throw new BidNotRevealed({ request, supplier });
      const { step, terms } = await openRevealed(here.at, asked, bid, await openSealingKey(flags));
      const account = await openAccount(chain, flags);
      process.stderr.write(`${describeOffer(terms).map(harmless).join("\n")}\n`);
      await sendStep(
        here,
        account,
        {
          says: `Award request ${request} to ${supplier}`,
          data: awardCall(request, step),
          done: `Awarded: negotiation ${step.negotiation} stands at the bid's terms.`,
          result: { request, supplier, negotiation: step.negotiation, commitment: bid.commitment },
        },
        flags,
      );
    }),
  );
}
