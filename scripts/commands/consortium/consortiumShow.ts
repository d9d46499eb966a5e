import type { Command } from "commander";
import { readProposal, readVoters } from "../../../governance/index.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { parseCount } from "../../commandLine/values.js";
import { openGovernance } from "./openGovernance.js";
import { describeProposal, nextStep } from "./proposalWords.js";

/** `wattproof consortium show`: one proposal, told from the calls that it makes. */
export function addConsortiumShow(parent: Command): void {
  const command = parent
    .command("show")
    .description("show a proposal: what it does, its votes, who has not voted, and what comes next")
    .argument("<proposal>", "its number", parseCount);
  finishCommand(addChainOptions(command), {
    example: "npx wattproof consortium show 3",
    after: `What a proposal does is told from the calls that it makes, never from its proposer's words. How each member voted is in the
chain's past only; that it voted, and the count, are in its present.`,
  });
  command.action((id: number, flags: ReadFlags) =>
    withChain(flags, async (chain) => {
      const { consortium, book, nowS } = await openGovernance(chain);
      const proposal = await readProposal(consortium, book, id, nowS);
      const voters = await readVoters(consortium, book, proposal);
      const result = { ...proposal, ...voters, next: nextStep(proposal) ?? null, block: consortium.blockTag };
      printResult(result, await describeProposal(book, proposal, voters), flags);
    }),
  );
}
