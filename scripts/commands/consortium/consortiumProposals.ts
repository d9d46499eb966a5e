import type { Command } from "commander";
import { readProposals } from "../../../governance/index.js";
import { OPEN_STATES } from "../../../protocol/governance/proposalStates.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { openGovernance } from "./openGovernance.js";
import { nextStep, summaryOf } from "./proposalWords.js";

interface Flags extends ReadFlags {
  readonly open?: boolean;
}

/** `wattproof consortium proposals`: everything that was ever proposed, the latest first. */
export function addConsortiumProposals(parent: Command): void {
  const command = parent
    .command("proposals")
    .description("list proposals by what they do, with their state and votes, the latest first")
    .option("--open", "only those of which something can still come");
  finishCommand(addChainOptions(command), { example: "npx wattproof consortium proposals --open" });
  command.action((flags: Flags) =>
    withChain(flags, async (chain) => {
      const { consortium, book, nowS } = await openGovernance(chain);
      const all = await readProposals(consortium, book, nowS);
      const proposals = all.filter(({ state }) => !flags.open || OPEN_STATES.includes(state));
      const lines = proposals.flatMap((proposal) => {
        const step = nextStep(proposal);
        return [...summaryOf(proposal), ...(step === undefined ? [] : [`   next: ${step}`])];
      });
      const none = flags.open ? "Nothing is open." : "Nothing was ever proposed.";
      printResult({ proposals, block: consortium.blockTag }, lines.length === 0 ? [none] : lines, flags);
    }),
  );
}
