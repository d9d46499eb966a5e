import { Argument, type Command } from "commander";
import { read } from "../../../evidence/index.js";
import { type Consortium, type Proposal, readProposal } from "../../../governance/index.js";
import type { Hex } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { untilActive } from "../../chain/untilActive.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { parseCount } from "../../commandLine/values.js";
import { VoteWithoutWeight, VotingOver } from "./errors.js";
import { openGovernance } from "./openGovernance.js";
import { nextStep, sentenceOf, summaryOf } from "./proposalWords.js";

/** In the order of OpenZeppelin's `GovernorCountingSimple.VoteType`. */
const CHOICES = ["against", "for", "abstain"] as const;
type Choice = (typeof CHOICES)[number];

/** `wattproof consortium vote`: a member's vote on a proposal, which stays. */
export function addConsortiumVote(parent: Command): void {
  const command = parent
    .command("vote")
    .description("vote on a proposal, once and for ever")
    .argument("<proposal>", "its number", parseCount)
    .addArgument(new Argument("<vote>", "for, against or abstain").choices(CHOICES));
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof consortium vote 3 for --account me.json",
    after: `A proposal passes as soon as it has its votes. Abstaining does not help it.\n${ABOUT_ACCOUNTS}`,
  });
  command.action((id: number, choice: Choice, flags: WriteFlags) =>
    withChain(flags, async (chain) => {
      const { consortium, book } = await openGovernance(chain);
      const proposal = await readProposal(consortium, book, id);
      if (proposal.state !== "pending" && proposal.state !== "active") throw new VotingOver(proposal);
      const account = await openAccount(chain, flags);
      await requireVote(consortium, proposal, account.address);
      const vote = choice === "abstain" ? "Abstain from" : `Vote ${choice}`;
      await untilActive(consortium.governor, BigInt(id));
      const { hash, blockNumber } = await transact(chain, account, {
        says: `${vote} proposal ${id}: ${sentenceOf(proposal)}`,
        to: consortium.addresses.governor,
        data: consortium.governor.interface.encodeFunctionData("castVote", [id, CHOICES.indexOf(choice)]),
      });
      const here = await openGovernance(chain, blockNumber);
      const after = await readProposal(here.consortium, here.book, id, here.nowS);
      const { state, votes } = after;
      const next = nextStep(after);
      printResult(
        { proposal: id, vote: choice, state, votes, next: next ?? null, transaction: hash, block: blockNumber },
        [
          ...summaryOf(after),
          `  transaction ${hash} in block ${blockNumber}`,
          ...(next === undefined ? [] : [`next: ${next}`]),
        ],
        flags,
      );
    }),
  );
}

/** The governor takes votes of anybody, and counts those of others than members as nothing. */
async function requireVote({ membership, blockTag }: Consortium, proposal: Proposal, account: Hex): Promise<void> {
  const at = { blockTag };
  const votes = await read(`the vote of ${account}`, () =>
    proposal.state === "pending"
      ? membership.getVotes(account, at)
      : membership.getPastVotes(account, proposal.proposedAtS, at),
  );
  if (votes === 0n) throw new VoteWithoutWeight(proposal.id, account);
}
