import { type Command, InvalidArgumentError, Option } from "commander";
import { type Hex, RATING_CATEGORIES, type RatingCategory, ZERO_HASH } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { sendAndTell } from "../../chain/sendAndTell.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { keccakFile } from "../../commandLine/hashFile.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { openReputation, REPUTATION } from "./openReputation.js";

interface Flags extends WriteFlags {
  readonly score: number;
  readonly category: RatingCategory;
  readonly comment?: string;
}

/** `wattproof reputation rate`: rates the other party of a closed deal. */
export function addReputationRate(parent: Command): void {
  const command = parent
    .command("rate")
    .description("rate the other party of a closed deal, once and for ever")
    .argument("<negotiation>", "the deal's", parseBytes32)
    .addOption(new Option("--score <1-5>", "1 is the worst").argParser(parseScore).makeOptionMandatory())
    .addOption(
      new Option("--category <word>", "what it is about").choices([...RATING_CATEGORIES]).makeOptionMandatory(),
    )
    .option("--comment <file>", "what you say about it, of which the keccak-256 goes along");
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof reputation rate 0x… --score 4 --category punctuality --account me.json",
    after: ABOUT_ACCOUNTS,
  });
  command.action(async (negotiation: Hex, flags: Flags) => {
    const { score, category, comment } = flags;
    const commentHash = comment === undefined ? ZERO_HASH : keccakFile(comment);
    await withChain(flags, async (chain) => {
      const { contract } = await openReputation(chain);
      const account = await openAccount(chain, flags);
      const number = RATING_CATEGORIES.indexOf(category);
      const action = {
        says: `Rate the other party of negotiation ${negotiation} with ${score} of 5 for ${category}`,
        to: contract,
        data: REPUTATION.encodeFunctionData("rate", [negotiation, score, number, commentHash]),
        done: `Rated with ${score} of 5 for ${category}.`,
        result: { negotiation, score, category, commentHash },
      };
      await sendAndTell(chain, account, action, flags);
    });
  });
}

function parseScore(text: string): number {
  if (!/^[1-5]$/.test(text)) throw new InvalidArgumentError("It is 1, the worst, to 5.");
  return Number(text);
}
