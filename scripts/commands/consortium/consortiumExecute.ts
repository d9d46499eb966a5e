import type { Command } from "commander";
import { type Proposal, readProposal } from "../../../governance/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatInstant } from "../../commandLine/instant.js";
import { printResult } from "../../commandLine/print.js";
import { parseCount } from "../../commandLine/values.js";
import { ProposalNotDue, ProposalNotPassed, ProposalOver } from "./errors.js";
import { type Governance, openGovernance } from "./openGovernance.js";
import { nextStep, sentenceOf } from "./proposalWords.js";

type Step = "queue" | "execute";

/** `wattproof consortium execute`: the next step of what passed. */
export function addConsortiumExecute(parent: Command): void {
  const command = parent
    .command("execute")
    .description("carry out what passed: queue it, and execute it once it is due; anybody may")
    .argument("<proposal>", "its number", parseCount);
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof consortium execute 3 --account me.json",
    after: `One step at a time: what passed is queued, and from when on it can be executed is said; what is due is executed.\n${ABOUT_ACCOUNTS}`,
  });
  command.action((id: number, flags: WriteFlags) =>
    withChain(flags, async (chain) => {
      const before = await openGovernance(chain);
      const proposal = await readProposal(before.consortium, before.book, id, before.nowS);
      const step = stepOf(proposal);
      const account = await openAccount(chain, flags);
      const { governor, addresses } = before.consortium;
      const does = sentenceOf(proposal);
      const { hash, blockNumber } = await transact(chain, account, {
        says: `${step === "queue" ? "Queue" : "Execute"} proposal ${id}: ${does}`,
        to: addresses.governor,
        data: callOf(governor, step, id),
      });
      const after = step === "queue" ? await queued(await openGovernance(chain, blockNumber), id) : undefined;
      const { dueAtS } = after ?? proposal;
      const done =
        after === undefined || dueAtS === null
          ? `Proposal ${id} is executed: ${does}.`
          : `Proposal ${id} is queued, and can be executed from ${formatInstant(dueAtS)} on.`;
      const next = after && nextStep(after);
      printResult(
        {
          proposal: id,
          step,
          state: after?.state ?? "executed",
          dueAtS,
          next: next ?? null,
          transaction: hash,
          block: blockNumber,
        },
        [done, `  transaction ${hash} in block ${blockNumber}`, ...(next === undefined ? [] : [`next: ${next}`])],
        flags,
      );
    }),
  );
}

function queued({ consortium, book, nowS }: Governance, id: number): Promise<Proposal> {
  return readProposal(consortium, book, id, nowS);
}

/** Both functions have namesakes that take the whole proposal again. */
function callOf({ interface: contract }: Governance["consortium"]["governor"], step: Step, id: number): string {
  return step === "queue"
    ? contract.encodeFunctionData("queue(uint256)", [id])
    : contract.encodeFunctionData("execute(uint256)", [id]);
}

/** What comes next. Throws `ProposalNotPassed`, `ProposalNotDue`, `ProposalOver`. */
function stepOf(proposal: Proposal): Step {
  const { id, state, dueAtS } = proposal;
  if (state === "passed") return "queue";
  if (state === "due") return "execute";
  if (state === "pending" || state === "active") throw new ProposalNotPassed(proposal);
  if (state === "waiting" && dueAtS !== null) throw new ProposalNotDue(id, dueAtS);
  throw new ProposalOver(proposal);
}
