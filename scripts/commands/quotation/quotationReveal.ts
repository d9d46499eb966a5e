import type { Command } from "commander";
import { sealBid } from "../../../deals/index.js";
import type { Hex } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { publishedKey } from "../offer/propose.js";
import { revealOpenlyCall } from "./bidCalls.js";
import { committedBid, readBidFile } from "./bidFile.js";
import { BidFileMismatch } from "./errors.js";
import { QUOTATIONS, requestOn, sendStep } from "./quotationsHere.js";

interface Flags extends WriteFlags {
  readonly openly?: boolean;
}

/** `wattproof quotation reveal`: shows a bid to the buyer, or to everybody. */
export function addQuotationReveal(parent: Command): void {
  const command = parent
    .command("reveal")
    .description("show your bid to the buyer alone, once no more bids are taken")
    .argument("<request>", "its id", parseBytes32)
    .argument("<bid>", "the file that quotation bid wrote")
    .option("--openly", "show it to everybody; not in a sealed negotiation");
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof quotation reveal 0x… bid.json --account seller.json",
    after: `The bid is sealed for the key that the buyer has published now.\n${ABOUT_ACCOUNTS}`,
  });
  command.action((request: Hex, path: string, { openly = false, ...flags }: Flags) => {
    const file = readBidFile(path);
    return withChain(flags, async (chain) => {
      const { asked, ...here } = await requestOn(chain, request);
      const account = await openAccount(chain, flags);
      const supplier = account.address;
      const mismatch = (what: string) => new BidFileMismatch(path, request, what);
      const step = await committedBid(here, asked, file);
      if (step.signer !== supplier) throw mismatch(`is of ${step.signer}`);
      if (openly && step.type === "SealedProposal") throw mismatch("is sealed, so it cannot be revealed openly");
      const data =
        openly && step.type === "PublicProposal"
          ? revealOpenlyCall(request, step)
          : QUOTATIONS.encodeFunctionData("reveal", [
              request,
              await sealBid({ request, supplier }, step, await publishedKey(chain, asked.buyer)),
            ]);
      const whom = openly ? "everybody" : "the buyer";
      await sendStep(
        here,
        account,
        {
          says: `Reveal the bid on request ${request} to ${whom}`,
          data,
          done: `The bid is revealed to ${whom}.`,
          result: { request, supplier, isOpen: openly },
        },
        flags,
      );
    });
  });
}
