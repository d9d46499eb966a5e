import { type Command, Option } from "commander";
import {
  BidNotRevealed,
  bidCommitment,
  type OpenedBid,
  openRevealed,
  openRound,
  readBids,
} from "../../../deals/index.js";
import type { Hex } from "../../../protocol/index.js";
import { addressOfMember, type MemberName, parseMember } from "../../chain/members.js";
import { openAccount } from "../../chain/openAccount.js";
import { type OpenChain, withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { harmless } from "../../commandLine/print.js";
import { openSealingKey, type SealingFlags } from "../../commandLine/sealingKey.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { SealingKeyNeeded } from "../offer/errors.js";
import { addSealedAccountOptions } from "../offer/offerOptions.js";
import { describeOffer } from "../offer/offerWords.js";
import { awardCall } from "./bidCalls.js";
import { committedBid, readBidFile } from "./bidFile.js";
import { requestOn, sendStep } from "./quotationsHere.js";

interface Flags extends WriteFlags, SealingFlags {
  readonly bid?: string;
}

type RequestHere = Awaited<ReturnType<typeof requestOn>>;

const AFTER = `The negotiation opens at the bid's terms; accept them with wattproof offer accept, or go on with offer counter. An award binds
nobody: who bids is bound by its signature, and you are once you accept. A bid that its supplier handed over in a file needs no
reveal: it is awarded with --bid, as long as it is the one that was committed to in time.`;

/** `wattproof quotation award`: chooses a bid. */
export function addQuotationAward(parent: Command): void {
  const command: Command = parent
    .command("award")
    .description("choose a supplier's bid, which opens a negotiation at its terms")
    .argument("<request>", "its id", parseBytes32)
    .argument("[supplier]", "whose revealed bid, by its address or name", parseMember)
    .addOption(new Option("--bid <file>", "the bid in a file that its supplier's quotation bid wrote"));
  finishCommand(addSealedAccountOptions(command), {
    example:
      'npx wattproof quotation award 0x… "Stainless Steel Provider" --sealing-key sealing.json --account buyer.json',
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((request: Hex, name: MemberName | undefined, { bid: path, ...flags }: Flags) => {
    if (name !== undefined && path !== undefined) command.error("error: give a supplier or --bid, not both");
    const chosen = path === undefined ? name : readBidFile(path);
    if (chosen === undefined) command.error("error: give a supplier, or --bid");
    return withChain(flags, async (chain) => {
      const here = await requestOn(chain, request);
      const { step, terms } =
        "step" in chosen ? await bidInFile(here, chosen, flags) : await revealedBid(chain, here, chosen, flags);
      const { signer: supplier, negotiation } = step;
      const account = await openAccount(chain, flags);
      process.stderr.write(`${describeOffer(terms).map(harmless).join("\n")}\n`);
      await sendStep(
        here,
        account,
        {
          says: `Award request ${request} to ${supplier}`,
          data: awardCall(request, step),
          done: `Awarded: negotiation ${negotiation} stands at the bid's terms.`,
          result: { request, supplier, negotiation, commitment: bidCommitment(here.at.place, step) },
        },
        flags,
      );
    });
  });
}

async function revealedBid(
  chain: OpenChain,
  { at, asked }: RequestHere,
  name: MemberName,
  flags: SealingFlags,
): Promise<OpenedBid> {
  const supplier = await addressOfMember(chain, name);
  const bid = (await readBids(at, asked)).find((each) => each.supplier === supplier);
  if (bid === undefined || bid.reveals.length === 0) throw new BidNotRevealed({ request: asked.request, supplier });
  return openRevealed(at, asked, bid, await openSealingKey(flags));
}

/** Throws `SealingKeyNeeded` for sealed terms without a key: nobody should award what it cannot read. */
async function bidInFile(
  here: RequestHere,
  file: ReturnType<typeof readBidFile>,
  flags: SealingFlags,
): Promise<OpenedBid> {
  const step = await committedBid(here, here.asked, file);
  if (step.type === "PublicProposal") return { step, terms: step.terms, note: step.note };
  const key = await openSealingKey(flags);
  if (key === undefined) throw new SealingKeyNeeded(step.negotiation, step.round);
  return { step, ...(await openRound(step, key, { buyer: here.asked.buyer, seller: step.signer })) };
}
