import { type Command, Option } from "commander";
import { type BidStep, bidCommitment, requireRevealable } from "../../../deals/index.js";
import { type Hex, parseOffer, signedStepText } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { type Expiry, expiresAt, parseExpiry } from "../../commandLine/expiry.js";
import { readText, SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { formatInstant } from "../../commandLine/instant.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { keepThenSend } from "../device/newTicket.js";
import { parseNote } from "../offer/offerCreate.js";
import { proposalStep } from "../offer/propose.js";
import { signWish } from "../offer/signStep.js";
import { BidCurrencyForeign } from "./errors.js";
import { QUOTATIONS, requestOn, sendStep } from "./quotationsHere.js";

interface Flags extends WriteFlags {
  readonly out: string;
  readonly note: string;
  readonly expires?: Expiry;
}

/** How long after the award's deadline a bid can be accepted unless its supplier says otherwise, s. */
const ACCEPTABLE_S = 604_800;

const AFTER = `The file of --out holds your signed bid: only you may read it, and without it the bid cannot be revealed. Until then the chain
has its digest alone, which tells nothing of it. Another bid takes the place of the one before, while bids are taken.`;

/** `wattproof quotation bid`: signs a bid, keeps it, and commits to it. */
export function addQuotationBid(parent: Command): void {
  const command = parent
    .command("bid")
    .description("sign a bid, keep it in a file of your own, and commit to it")
    .argument("<request>", "its id", parseBytes32)
    .argument("<offer>", "what you offer, in JSON, as for offer create")
    .requiredOption("--out <file>", "file that receives the signed bid; never written over")
    .addOption(new Option("--note <text>", "a word to go with it").argParser(parseNote).default(""))
    .addOption(
      new Option(
        "--expires <time>",
        "how long it can be accepted, or until when (default: a week after the award's deadline)",
      ).argParser(parseExpiry),
    );
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof quotation bid 0x… offer.json --out bid.json --account seller.json",
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((request: Hex, file: string, { out, note, expires, ...flags }: Flags) => {
    const offer = parseOffer(readText(file, SMALL_FILE_BYTES));
    return withChain(flags, async (chain) => {
      const { asked, ...here } = await requestOn(chain, request);
      const { buyer, isSealed, currency, awardUntilS } = asked;
      if (offer.currency !== currency) throw new BidCurrencyForeign(request, offer.currency, currency);
      const account = await openAccount(chain, flags);
      const expiresAtS = expires === undefined ? awardUntilS + ACCEPTABLE_S : expiresAt(expires, here.offers.at.nowS);
      const wish = await proposalStep(here.offers, {
        says: `Offer ${buyer} a deal as the seller, if it awards request ${request}`,
        done: "",
        opening: { buyer, seller: account.address, isSealed, salt: request },
        round: 1,
        ...{ offer, note, expiresAtS },
        isSalted: true,
      });
      const step = (await signWish(here.offers, account, wish)) as BidStep;
      requireRevealable({ request, supplier: account.address }, step);
      const commitment = bidCommitment(here.at.place, step);
      await keepThenSend([{ path: out, text: signedStepText(step) }], () =>
        sendStep(
          here,
          account,
          {
            says: `Commit to a bid on request ${request}`,
            data: QUOTATIONS.encodeFunctionData("commit", [request, commitment]),
            done: `The bid is placed; reveal it with ${out} after ${formatInstant(asked.bidsUntilS)}, until ${formatInstant(asked.revealsUntilS)}.`,
            result: { request, supplier: account.address, commitment, bid: out, expiresAtS },
          },
          flags,
        ),
      );
    });
  });
}
