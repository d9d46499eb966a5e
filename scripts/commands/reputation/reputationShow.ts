import { type Command, Option } from "commander";
import { read } from "../../../evidence/index.js";
import { RATING_CATEGORIES } from "../../../protocol/index.js";
import { addressOfMember, type MemberName, parseMember } from "../../chain/members.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatInstant, parseDayOrInstant } from "../../commandLine/instant.js";
import { printResult } from "../../commandLine/print.js";
import { StandingAhead } from "./errors.js";
import { openReputation } from "./openReputation.js";

interface Flags extends ReadFlags {
  readonly at?: number;
}

/** `wattproof reputation show`: what is known of an account, now or at any past time. */
export function addReputationShow(parent: Command): void {
  const command = parent
    .command("show")
    .description("ratings, deals, failed deals, kept and broken conditions of an account")
    .argument("<account>", "whose: an address, or a member's name", parseMember)
    .addOption(new Option("--at <time>", "as of this time, in UTC (default: now)").argParser(parseDayOrInstant));
  finishCommand(addChainOptions(command), { example: "npx wattproof reputation show 0x… --at 2027-01-01" });
  command.action(async (whose: MemberName, flags: Flags) => {
    await withChain(flags, async (chain) => {
      const account = await addressOfMember(chain, whose);
      const { reputation, blockTag, nowS } = await openReputation(chain);
      const atS = flags.at ?? nowS;
      if (atS > nowS) throw new StandingAhead(atS, nowS);
      const at = { blockTag };
      const what = `the reputation of ${account}`;
      const standing = await read(what, () => reputation.standingAt(account, atS, at));
      const categories = await Promise.all(
        RATING_CATEGORIES.map(async (category, number) => {
          const rated = await read(what, () => reputation.ratingsAt(account, number, atS, at));
          return { category, ratings: Number(rated.ratings), scoreSum: Number(rated.scoreSum) };
        }),
      );
      const sums = {
        ratings: Number(standing.ratings),
        scoreSum: Number(standing.scoreSum),
        deals: Number(standing.deals),
        failedDeals: Number(standing.failedDeals),
        keptConditions: Number(standing.keptConditions),
        brokenConditions: Number(standing.brokenConditions),
      };
      const lines = [
        `Account ${account} at ${formatInstant(atS)}:`,
        `  ratings     ${average(sums)}`,
        ...categories.filter(({ ratings }) => ratings > 0).map((each) => `    ${each.category}: ${average(each)}`),
        `  sold        ${sums.deals} closed deals, and ${sums.failedDeals} in which nothing arrived`,
        `  conditions  ${sums.keptConditions} kept, ${sums.brokenConditions} broken`,
      ];
      printResult({ account, atS, ...sums, categories, block: blockTag }, lines, flags);
    });
  });
}

function average({ ratings, scoreSum }: { readonly ratings: number; readonly scoreSum: number }): string {
  return ratings === 0 ? "none" : `${ratings}, on average ${(scoreSum / ratings).toFixed(2)} of 5`;
}
