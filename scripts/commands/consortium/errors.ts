import type { Proposal } from "../../../governance/index.js";
import { type Hex, quoted, WattproofError } from "../../../protocol/index.js";
import { formatInstant } from "../../commandLine/instant.js";

/** An account is to vote that was no member when the proposal was made: its vote would count nothing. */
export class VoteWithoutWeight extends WattproofError {
  constructor(proposal: number, account: Hex) {
    super({
      code: "VoteWithoutWeight",
      message: `The account ${account} was no member when proposal ${proposal} was made, so its vote would count nothing.`,
      next: "Vote from a member's account; who joins later votes on what is proposed later.",
      facts: { proposal, account },
    });
  }
}

/** A proposal is to be carried out that does not have its votes. */
export class ProposalNotPassed extends WattproofError {
  constructor({ id, votes, votingEndsAtS }: Proposal) {
    super({
      code: "ProposalNotPassed",
      message: `Proposal ${id} has ${votes.for} of the ${votes.needed} votes in favour that it needs.`,
      next: `Wait for the others, who vote until ${formatInstant(votingEndsAtS)} (wattproof consortium show ${id} names them).`,
      facts: { proposal: id, inFavour: votes.for, needed: votes.needed, votingEndsAtS },
    });
  }
}

/** A vote is to be cast that changes nothing any more. */
export class VotingOver extends WattproofError {
  constructor({ id, state }: Pick<Proposal, "id" | "state">) {
    super({
      code: "VotingOver",
      message: `Proposal ${id} is ${state}: no further vote on it counts.`,
      next: `Look at it with wattproof consortium show ${id}.`,
      facts: { proposal: id, state },
    });
  }
}

/** The registry of nodes is to be confirmed on a chain that asks no contract for its validators. */
export class ValidatorsInHeader extends WattproofError {
  constructor() {
    super({
      code: "ValidatorsInHeader",
      message: "This chain's validators are in its block headers: nothing is to be confirmed.",
      next: "Have an agent stand beside each node (wattproof network agent), which votes for whom the members decide on.",
    });
  }
}

/** A proposal is to be executed before the timelock's delay is over. */
export class ProposalNotDue extends WattproofError {
  constructor(proposal: number, dueAtS: number) {
    super({
      code: "ProposalNotDue",
      message: `Proposal ${proposal} waits until ${formatInstant(dueAtS)}.`,
      next: "Execute it then; until then whoever objects has time to leave, or to propose the opposite.",
      facts: { proposal, dueAtS },
    });
  }
}

/** A proposal is to be carried out of which nothing can come any more. */
export class ProposalOver extends WattproofError {
  constructor({ id, state }: Pick<Proposal, "id" | "state">) {
    super({
      code: "ProposalOver",
      message: `Proposal ${id} is ${state}.`,
      next: state === "executed" ? "There is nothing to do." : "Propose it again, if it is still wanted.",
      facts: { proposal: id, state },
    });
  }
}

/** No registered node has this name. */
export class NodeNameUnknown extends WattproofError {
  constructor(name: string) {
    super({
      code: "NodeNameUnknown",
      message: `No registered node is called ${quoted(name)}, or more than one.`,
      next: "Look at the nodes with wattproof consortium nodes, or give the node's address.",
      facts: { name: quoted(name) },
    });
  }
}

/** A founding's file has no node of this name. */
export class NodeNotInFounding extends WattproofError {
  constructor(source: string, name: string, names: readonly string[]) {
    super({
      code: "NodeNotInFounding",
      message: `${quoted(source)} has no node ${quoted(name)}; it has ${names.map(quoted).join(", ")}.`,
      next: "Name one of these with --node.",
      facts: { source, name: quoted(name) },
    });
  }
}

/** A node is to be admitted as something else than it signed for. */
export class NodeRoleDiffers extends WattproofError {
  constructor(name: string, signedValidator: boolean) {
    const signed = signedValidator ? "a validator" : "an observer";
    super({
      code: "NodeRoleDiffers",
      message: `The node ${quoted(name)} signed to be ${signed}.`,
      next: signedValidator
        ? "Leave --observer out, or have the node generated anew as an observer."
        : "Say --observer, or have the node generated anew as a validator.",
      facts: { name: quoted(name), signedValidator },
    });
  }
}

/** A node's organisation, as its file tells it, is not one that the consortium has. */
export class NodeOrganisationUnfit extends WattproofError {
  /** @param why Continues "The organisation … of the file ". */
  constructor(name: string, account: Hex, why: string) {
    super({
      code: "NodeOrganisationUnfit",
      message: `The organisation ${quoted(name)} of the file, with the account ${account}, ${why}.`,
      next: "Check the members with wattproof consortium members; the organisation is admitted first, with that account and name.",
      facts: { name: quoted(name), account },
    });
  }
}

/** A call was written that the contract cannot have. */
export class CallUnwritable extends WattproofError {
  /** @param why A sentence without its full stop. */
  constructor(why: string) {
    super({
      code: "CallUnwritable",
      message: `${why}.`,
      next: 'Write the function with its types and its arguments after it, such as "updateDelay(uint256)" 3600, or the call\'s bytes in hex.',
      facts: { why },
    });
  }
}
