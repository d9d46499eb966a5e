import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { BaseContract } from "ethers";
import { advanceTo, nowS } from "../../support/chain/chain.js";
import type { Founded } from "../../support/chain/founded.js";

/** States of OpenZeppelin's `IGovernor.ProposalState`. */
export const STATE = {
  pending: 0n,
  active: 1n,
  canceled: 2n,
  defeated: 3n,
  succeeded: 4n,
  queued: 5n,
  expired: 6n,
  executed: 7n,
} as const;
export const AGAINST = 0;
export const FOR = 1;
export const ABSTAIN = 2;

/** A call that a proposal makes. */
export interface Call {
  readonly to: BaseContract;
  readonly data: string;
}

/** Proposes as a member, and lets the second pass after which members vote. Returns the proposal's number. */
export async function propose(
  { governor }: Pick<Founded, "governor">,
  by: HardhatEthersSigner,
  calls: readonly Call[],
  description = "What is proposed",
): Promise<bigint> {
  const targets = await Promise.all(calls.map(({ to }) => to.getAddress()));
  await governor.connect(by).propose(
    targets,
    calls.map(() => 0n),
    calls.map(({ data }) => data),
    description,
  );
  await advanceTo((await nowS()) + 1);
  return governor.latestProposalId();
}

/** Casts the same vote by each of some members. */
export async function vote(
  { governor }: Pick<Founded, "governor">,
  proposal: bigint,
  by: readonly HardhatEthersSigner[],
  support = FOR,
): Promise<void> {
  for (const member of by) await governor.connect(member).castVote(proposal, support);
}

/** Queues what passed, lets the timelock's delay pass and executes it. */
export async function carryOut(c: Founded, proposal: bigint): Promise<void> {
  const { governor } = c;
  await governor["queue(uint256)"](proposal);
  await advanceTo(Number(await governor.proposalEta(proposal)));
  await governor["execute(uint256)"](proposal);
}

/** Has the first members decide something, as many as the proposal needs. */
export async function decide(c: Founded, calls: readonly Call[], description?: string): Promise<bigint> {
  const proposal = await propose(c, c.members[0]!, calls, description);
  const needed = Number(await c.governor.votesNeeded(proposal));
  await vote(c, proposal, c.members.slice(0, needed));
  await carryOut(c, proposal);
  return proposal;
}
