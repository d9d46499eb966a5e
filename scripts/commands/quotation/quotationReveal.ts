import type { Command } from "commander";
import { type BidStep, bidCommitment, type RequestRecord, sealBid } from "../../../deals/index.js";
import { lowerHex, read } from "../../../evidence/index.js";
import { type Hex, negotiationIdOf, parseSignedStep } from "../../../protocol/index.js";
import { Quotations__factory } from "../../../typechain-types/factories/contracts/Quotations__factory.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { requireSignedFor } from "../../chain/signedFor.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { readText } from "../../commandLine/files.js";
import { parseId } from "../offer/offerOptions.js";
import { LONGEST_STEP_BYTES } from "../offer/offerRelay.js";
import { publishedKey } from "../offer/propose.js";
import { revealOpenlyCall } from "./bidCalls.js";
import { BidFileMismatch } from "./errors.js";
import { QUOTATIONS, type QuotationsHere, requestOn, sendStep } from "./quotationsHere.js";

interface Flags extends WriteFlags {
  readonly openly?: boolean;
}

/** `wattproof quotation reveal`: shows a bid to the buyer, or to everybody. */
export function addQuotationReveal(parent: Command): void {
  const command = parent
    .command("reveal")
    .description("show your bid to the buyer alone, once no more bids are taken")
    .argument("<request>", "its id", parseId)
    .argument("<bid>", "the file that quotation bid wrote")
    .option("--openly", "show it to everybody; not in a sealed negotiation");
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof quotation reveal 0x… bid.json --account seller.json",
    after: `The bid is sealed for the key that the buyer has published now.\n${ABOUT_ACCOUNTS}`,
  });
  command.action((request: Hex, path: string, { openly = false, ...flags }: Flags) => {
    const step = parseSignedStep(readText(path, LONGEST_STEP_BYTES));
    return withChain(flags, async (chain) => {
      const { asked, ...here } = await requestOn(chain, request);
      const { chainId, negotiations: contract } = here.at.place;
      requireSignedFor("NegotiationStepForeign", { chainId, contract }, step);
      const account = await openAccount(chain, flags);
      const supplier = account.address;
      const mismatch = (what: string) => new BidFileMismatch(path, request, what);
      if (step.type !== "PublicProposal" && step.type !== "SealedProposal") throw mismatch("is no proposal");
      await requireBid(here, asked, supplier, step, mismatch);
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

/** Makes sure that the bid is the one that the account committed to. The contract cannot tell of what is sealed. */
async function requireBid(
  { at }: QuotationsHere,
  { request, buyer, isSealed }: RequestRecord,
  supplier: Hex,
  step: BidStep,
  mismatch: (what: string) => BidFileMismatch,
): Promise<void> {
  const negotiation = negotiationIdOf(at.place, { buyer, seller: supplier, isSealed, salt: request });
  if (step.signer !== supplier) throw mismatch(`is of ${step.signer}`);
  if (step.negotiation !== negotiation) throw mismatch("is on another request");
  const contract = Quotations__factory.connect(at.quotations, at.provider);
  const { commitment } = await read("your bid", () => contract.bidOf(request, supplier, { blockTag: at.block }));
  if (lowerHex(commitment) !== bidCommitment(at.place, step)) throw mismatch("is not the one that you committed to");
}
