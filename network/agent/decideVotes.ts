import { quorumOf, type ValidatorVote } from "../../protocol/bft/index.js";
import type { Hex } from "../../protocol/index.js";

/** What an agent sees at one moment, all addresses in lower case. */
export interface VotingView {
  /** The node that the agent stands beside. */
  readonly self: Hex;
  /** Validators by the members' decision. */
  readonly wanted: readonly Hex[];
  /** Validators by consensus, in the newest block. */
  readonly actual: readonly Hex[];
  /** Votes that this node casts when it proposes a block. */
  readonly pending: readonly ValidatorVote[];
  /** Nodes that proposed or sealed lately, or are connected. */
  readonly awake: ReadonlySet<Hex>;
}

/** Why an agent does not vote for what the members decided, yet. */
export type WaitingReason =
  /** The members' registry names no validators: nothing sensible follows from that. */
  | "NoneWanted"
  /** This node is no validator, so it has no vote. */
  | "NotAValidator"
  /** Who is to join is not there: it would raise the number that a block needs, and seal none. */
  | "Asleep"
  /** With the change, fewer validators would be awake than a block needs. */
  | "QuorumAsleep";

export interface VotingDecision {
  /** To be proposed, at most one: the same for all agents that see the same. */
  readonly cast: ValidatorVote | undefined;
  /** To be taken back: decided already, or not wanted any more. */
  readonly discard: readonly Hex[];
  /** What waits, and why; undefined if nothing does. */
  readonly waits: { readonly vote: ValidatorVote | undefined; readonly reason: WaitingReason } | undefined;
}

/**
 * What a validator's agent does so that the validators become those whom the members decided on. One change at a time: first
 * those who join and are awake, then those who leave, each in the order of addresses; who is to join and sleeps holds nobody
 * up. Besu needs more than half of the validators to vote for the same
 * (https://besu.hyperledger.org/private-networks/how-to/configure/consensus/qbft), which they do if each begins with the same.
 *
 * Never votes for a set that could not make blocks: a quorum of it, `ceil(2n/3)`, has to be awake.
 */
export function decideVotes({ self, wanted, actual, pending, awake }: VotingView): VotingDecision {
  const isWanted = (vote: ValidatorVote) => isOpen(vote, actual) && wanted.includes(vote.recipient) === vote.adds;
  const isAsleep = ({ recipient, adds }: ValidatorVote) => adds && !awake.has(recipient);
  if (wanted.length === 0) {
    const discard = pending.map(({ recipient }) => recipient);
    return { cast: undefined, discard, waits: { vote: undefined, reason: "NoneWanted" } };
  }
  const joining = sorted(wanted.filter((each) => !actual.includes(each))).map((recipient) => ({
    recipient,
    adds: true,
  }));
  const leaving = sorted(actual.filter((each) => !wanted.includes(each))).map((recipient) => ({
    recipient,
    adds: false,
  }));
  const [next] = [
    ...joining.filter(({ recipient }) => awake.has(recipient)),
    ...leaving,
    ...joining.filter(({ recipient }) => !awake.has(recipient)),
  ];
  const reason = next && whyNot(next, { self, actual, awake });
  const cast = next && !reason ? next : undefined;
  const isCast = cast !== undefined && pending.some((vote) => isSame(vote, cast));
  return {
    cast: isCast ? undefined : cast,
    // A vote that is cast takes the place of the one before for the same node.
    discard: pending
      .filter((vote) => !isWanted(vote) || isAsleep(vote) || (reason && isSame(vote, next)))
      .map(({ recipient }) => recipient)
      .filter((recipient) => recipient !== cast?.recipient),
    waits: reason ? { vote: next, reason } : undefined,
  };
}

function whyNot(
  { recipient, adds }: ValidatorVote,
  { self, actual, awake }: Pick<VotingView, "self" | "actual" | "awake">,
): WaitingReason | undefined {
  if (!actual.includes(self)) return "NotAValidator";
  if (adds && !awake.has(recipient)) return "Asleep";
  const then = adds ? [...actual, recipient] : actual.filter((each) => each !== recipient);
  const count = then.filter((each) => each === self || awake.has(each)).length;
  return count < quorumOf(then.length) || then.length === 0 ? "QuorumAsleep" : undefined;
}

/** Whether a vote would still change something. */
function isOpen({ recipient, adds }: ValidatorVote, actual: readonly Hex[]): boolean {
  return actual.includes(recipient) !== adds;
}

function isSame(a: ValidatorVote, b: ValidatorVote): boolean {
  return a.recipient === b.recipient && a.adds === b.adds;
}

function sorted(addresses: readonly Hex[]): readonly Hex[] {
  return [...addresses].sort();
}
