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
  /** To be proposed: what is safe, whichever of it comes about, and in whatever order. */
  readonly cast: readonly ValidatorVote[];
  /** To be taken back: decided already, not wanted any more, or not safe now. */
  readonly discard: readonly Hex[];
  /** The first that waits, and why; undefined if nothing does. */
  readonly waits: { readonly vote: ValidatorVote | undefined; readonly reason: WaitingReason } | undefined;
}

/**
 * What a validator's agent does so that the validators become those whom the members decided on. It votes for every change that is
 * safe, since Besu casts those that it was given in turn, one in each block that it proposes, and carries out what more than half of the
 * validators vote for (https://besu.hyperledger.org/private-networks/how-to/configure/consensus/qbft). A node that only some see,
 * and so only some vote for, does not join, and holds up nobody else.
 *
 * Never votes for a set that could not make blocks: a quorum of it, `ceil(2n/3)`, has to be awake, whichever of the votes comes about.
 */
export function decideVotes({ self, wanted, actual, pending, awake }: VotingView): VotingDecision {
  if (wanted.length === 0) {
    const discard = pending.map(({ recipient }) => recipient);
    return { cast: [], discard, waits: { vote: undefined, reason: "NoneWanted" } };
  }
  const isAwake = (address: Hex) => address === self || awake.has(address);
  const weighed = actual.includes(self)
    ? [...weighJoining(wanted, actual, isAwake), ...weighLeaving(wanted, actual, isAwake)]
    : changes(wanted, actual).map((vote) => ({ vote, reason: "NotAValidator" as const }));
  const safe = weighed.filter(({ reason }) => reason === undefined).map(({ vote }) => vote);
  const [waiting] = weighed.filter(({ reason }) => reason !== undefined);
  const has = (votes: readonly ValidatorVote[], vote: ValidatorVote) => votes.some((each) => isSame(each, vote));
  return {
    cast: safe.filter((vote) => !has(pending, vote)),
    // A vote that is cast takes the place of the one before for the same node.
    discard: pending
      .filter((vote) => !has(safe, vote))
      .map(({ recipient }) => recipient)
      .filter((recipient) => !safe.some((each) => each.recipient === recipient)),
    waits: waiting?.reason && { vote: waiting.vote, reason: waiting.reason },
  };
}

interface WeighedVote {
  readonly vote: ValidatorVote;
  /** Undefined if it is safe. */
  readonly reason: WaitingReason | undefined;
}

type IsAwake = (address: Hex) => boolean;

/** One that joins awake adds one to those awake and at most one to a quorum, so that several are as safe as each. */
function weighJoining(wanted: readonly Hex[], actual: readonly Hex[], isAwake: IsAwake): readonly WeighedVote[] {
  return joining(wanted, actual).map((vote) => {
    if (!isAwake(vote.recipient)) return { vote, reason: "Asleep" };
    return { vote, reason: makesBlocks([...actual, vote.recipient], isAwake) ? undefined : "QuorumAsleep" };
  });
}

/** Those before it may have left, if that makes it worse: the awake ones. That sleeping ones leave only helps. */
function weighLeaving(wanted: readonly Hex[], actual: readonly Hex[], isAwake: IsAwake): readonly WeighedVote[] {
  let left = actual;
  return leaving(wanted, actual).map((vote) => {
    const then = left.filter((each) => each !== vote.recipient);
    if (!makesBlocks(then, isAwake)) return { vote, reason: "QuorumAsleep" };
    if (isAwake(vote.recipient)) left = then;
    return { vote, reason: undefined };
  });
}

function makesBlocks(validators: readonly Hex[], isAwake: IsAwake): boolean {
  return validators.length > 0 && validators.filter(isAwake).length >= quorumOf(validators.length);
}

/** Who joins before who leaves, each in the order of addresses. */
function changes(wanted: readonly Hex[], actual: readonly Hex[]): readonly ValidatorVote[] {
  return [...joining(wanted, actual), ...leaving(wanted, actual)];
}

function joining(wanted: readonly Hex[], actual: readonly Hex[]): readonly ValidatorVote[] {
  return sorted(wanted.filter((each) => !actual.includes(each))).map((recipient) => ({ recipient, adds: true }));
}

function leaving(wanted: readonly Hex[], actual: readonly Hex[]): readonly ValidatorVote[] {
  return sorted(actual.filter((each) => !wanted.includes(each))).map((recipient) => ({ recipient, adds: false }));
}

function isSame(a: ValidatorVote, b: ValidatorVote): boolean {
  return a.recipient === b.recipient && a.adds === b.adds;
}

function sorted(addresses: readonly Hex[]): readonly Hex[] {
  return [...addresses].sort();
}
