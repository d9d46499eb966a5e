import type { Command } from "commander";
import { proposalIds, readProposals } from "../../../governance/index.js";
import { OPEN_STATES } from "../../../protocol/governance/proposalStates.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { counted } from "../../commandLine/counted.js";
import { printResult } from "../../commandLine/print.js";
import { parseCount } from "../../commandLine/values.js";
import { openGovernance } from "./openGovernance.js";
import { nextStep, summaryOf } from "./proposalWords.js";

interface Flags extends ReadFlags {
  readonly open?: boolean;
  readonly limit: number;
}

/** Members propose as much as they like. */
const MOST = 100;

/** `wattproof consortium proposals`: everything that was ever proposed, the latest first. */
export function addConsortiumProposals(parent: Command): void {
  const command = parent
    .command("proposals")
    .description("list proposals by what they do, with their state and votes, the latest first")
    .option("--open", "only those of which something can still come")
    .option("--limit <count>", "how many to list at most", parseCount, MOST);
  finishCommand(addChainOptions(command), { example: "npx wattproof consortium proposals --open" });
  command.action((flags: Flags) =>
    withChain(flags, async (chain) => {
      const { consortium, book, nowS } = await openGovernance(chain);
      const ids = await proposalIds(consortium, flags.open ? OPEN_STATES : undefined, nowS);
      const proposals = await readProposals(consortium, book, ids.slice(0, flags.limit), nowS);
      const earlier = ids.length - proposals.length;
      const lines = proposals.flatMap((proposal) => {
        const step = nextStep(proposal);
        return [...summaryOf(proposal), ...(step === undefined ? [] : [`   next: ${step}`])];
      });
      if (earlier > 0) lines.push(`and ${counted(earlier, "earlier proposal")}: --limit ${ids.length} lists all`);
      const none = flags.open ? "Nothing is open." : "Nothing was ever proposed.";
      printResult({ proposals, earlier, block: consortium.blockTag }, lines.length === 0 ? [none] : lines, flags);
    }),
  );
}
