import { mapBounded, read } from "../../evidence/index.js";
import type { Book } from "../book.js";
import type { Consortium } from "../openConsortium.js";
import type { Member } from "../readMembers.js";
import type { Proposal } from "./readProposal.js";

/** Who may vote on a proposal, of those who are still members. How each voted is on no chain's present state. */
export interface Voters {
  readonly voted: readonly Member[];
  readonly silent: readonly Member[];
  /** How many could have voted and have left since, whether they did or not. */
  readonly left: number;
}

/** Who voted on a proposal and who did not. Throws `ChainUnreadable`. */
export async function readVoters(
  { governor, membership, blockTag }: Consortium,
  { members }: Book,
  { id, state, votes, proposedAtS }: Proposal,
): Promise<Voters> {
  if (state === "pending") return { voted: [], silent: members, left: 0 };
  const at = { blockTag };
  const asked = await mapBounded(members, async (member) => {
    const [weight, hasVoted] = await read(`the vote of ${member.account}`, () =>
      Promise.all([
        membership.getPastVotes(member.account, proposedAtS, at),
        governor.hasVoted(id, member.account, at),
      ]),
    );
    return { member, mayVote: weight > 0n, hasVoted };
  });
  const voters = asked.filter(({ mayVote }) => mayVote);
  return {
    voted: voters.filter(({ hasVoted }) => hasVoted).map(({ member }) => member),
    silent: voters.filter(({ hasVoted }) => !hasVoted).map(({ member }) => member),
    left: votes.members - voters.length,
  };
}
