import type { Command } from "commander";
import { withChain } from "../../../chain/openChain.js";
import { ABOUT_ACCOUNTS, addAccountOptions } from "../../../commandLine/chainOptions.js";
import { finishCommand } from "../../../commandLine/command.js";
import { type Governance, openGovernance } from "../openGovernance.js";
import { type Plan, type ProposeFlags, propose } from "./propose.js";

const ABOUT_PROPOSALS = `What a proposal does is told to the members from the calls that it makes; --text goes beside it as your words. It is tried
before it is made: what would be refused now is not proposed, unless --anyway says so, since it may be right once it is carried out.`;

/**
 * Gives a command the options of proposals, and makes it propose.
 * @param plan What is proposed, from the command's arguments.
 */
export function finishProposal<Args extends readonly unknown[], Flags extends ProposeFlags = ProposeFlags>(
  command: Command,
  { example, after = "" }: { readonly example: string; readonly after?: string },
  plan: (here: Governance, flags: Flags, ...args: Args) => Plan | Promise<Plan>,
): void {
  command
    .option("--text <words>", "words of your own, which go beside what is proposed")
    .option("--anyway", "propose also what would be refused now");
  finishCommand(addAccountOptions(command), {
    example: `npx wattproof consortium propose ${example} --account me.json`,
    after: [after, ABOUT_PROPOSALS, ABOUT_ACCOUNTS].filter((part) => part !== "").join("\n"),
  });
  command.action((...given: unknown[]) => {
    // Commander hands over the arguments, the options and the command itself.
    const args = given.slice(0, -2) as unknown as Args;
    const flags = given.at(-2) as Flags;
    return withChain(flags, async (chain) => {
      const here = await openGovernance(chain);
      await propose(here, flags, await plan(here, flags, ...args));
    });
  });
}
