import { type Command, InvalidArgumentError, Option } from "commander";
import { LONGEST_TEXT_BYTES, newSalt, parseOffer } from "../../../protocol/index.js";
import { addressOfMember, type MemberName, parseMember } from "../../chain/members.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { type Expiry, expiresAt } from "../../commandLine/expiry.js";
import { readText, SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { ABOUT_OFFERS, addStepOptions, expiresOption, type StepFlags } from "./offerOptions.js";
import { offersOn } from "./offersHere.js";
import { proposalStep } from "./propose.js";
import { signStep } from "./signStep.js";

interface Flags extends StepFlags {
  readonly to: MemberName;
  readonly as: "buyer" | "seller";
  readonly sealed?: boolean;
  readonly expires: Expiry;
  readonly note: string;
}

const AFTER = `The file is a JSON object with item, price, quantity, currency, conditions and target; numbers stand in quotes
(docs/negotiation.md). The price is for one unit; the total is the price times the quantity. With --sealed only the two parties
can read terms and notes; both have published a key first (wattproof sealing publish).`;

/** `wattproof offer create`: opens a negotiation with a first offer. */
export function addOfferCreate(parent: Command): void {
  const command = parent
    .command("create")
    .description("offer another member a deal, which opens a negotiation")
    .argument("<file>", "the offer, in JSON")
    .addOption(
      new Option("--to <member>", "the other party: its address or its name")
        .argParser(parseMember)
        .makeOptionMandatory(),
    )
    .addOption(new Option("--as <party>", "what you would be").choices(["buyer", "seller"]).default("buyer"))
    .option("--sealed", "let nobody but the two parties read it")
    .addOption(new Option("--note <text>", "a word to go with it").argParser(parseNote).default(""))
    .addOption(expiresOption());
  finishCommand(addStepOptions(command), {
    example: 'npx wattproof offer create offer.json --to "Stainless Steel Provider" --account buyer.json',
    after: `${AFTER}\n${ABOUT_OFFERS}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((file: string, { to, as, sealed = false, expires, note, ...flags }: Flags) => {
    const offer = parseOffer(readText(file, SMALL_FILE_BYTES));
    return withChain(flags, async (chain) => {
      const here = await offersOn(chain);
      const other = await addressOfMember(chain, to);
      const account = await openAccount(chain, flags);
      const [buyer, seller] = as === "buyer" ? [account.address, other] : [other, account.address];
      const step = await proposalStep(here, {
        says: `Offer ${other} a deal as the ${as}`,
        done: `The offer to ${other} is made.`,
        opening: { buyer, seller, isSealed: sealed, salt: newSalt() },
        round: 1,
        offer,
        note,
        expiresAtS: expiresAt(expires, here.at.nowS),
      });
      await signStep(here, account, step, flags);
    });
  });
}

/** What nobody could read in a sealed round, the contract does not refuse. */
export function parseNote(text: string): string {
  if (Buffer.byteLength(text) <= LONGEST_TEXT_BYTES) return text;
  throw new InvalidArgumentError(`It has at most ${LONGEST_TEXT_BYTES} bytes.`);
}
