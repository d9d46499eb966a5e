import { looseText, lowerHex, mapBounded, read, textsAsBytes, wordOf } from "../../evidence/index.js";
import { SHARES, type Share, votesNeeded } from "../../protocol/governance/proposalKinds.js";
import { GOVERNOR_STATES, type ProposalState, proposalStateOf } from "../../protocol/governance/proposalStates.js";
import type { Hex } from "../../protocol/hex.js";
import type { Book } from "../book.js";
import type { DescribedProposalCall } from "../calls/describeCall.js";
import { ProposalUnknown } from "../errors.js";
import type { Consortium } from "../openConsortium.js";
import { wordsOf } from "./description.js";
import { latestProposal, proposalIds } from "./proposalIds.js";
import { readCalls } from "./readCalls.js";

/** Votes on a proposal. */
export interface ProposalVotes {
  readonly for: number;
  readonly against: number;
  readonly abstain: number;
  /** In favour, for it to pass. */
  readonly needed: number;
  /** How many members may vote: those who were members when it was made. */
  readonly members: number;
}

/** A proposal, told from what it does. */
export interface Proposal {
  readonly id: number;
  readonly state: ProposalState;
  /** What it does, in order. */
  readonly calls: readonly DescribedProposalCall[];
  /** How many of the members it needs. */
  readonly share: Share;
  readonly votes: ProposalVotes;
  readonly proposer: Hex;
  /** The proposer's own words, which nobody has checked. What is no UTF-8 in them is U+FFFD. */
  readonly words: string;
  readonly proposedAtS: number;
  /** Last second in which members vote. */
  readonly votingEndsAtS: number;
  /** From when on it can be executed; null before it is queued. */
  readonly dueAtS: number | null;
  /** Last second in which it can be queued, or once it is queued executed; null if there is none. */
  readonly expiresAtS: number | null;
}

/**
 * A proposal with what it does, its votes and its state.
 * @param nowS Time as which what is queued is due, Unix seconds; by default that of the block which is read.
 * @throws ProposalUnknown, ChainUnreadable
 */
export async function readProposal(
  consortium: Consortium,
  book: Book,
  id: number,
  nowS = consortium.nowS,
): Promise<Proposal> {
  const latest = await latestProposal(consortium);
  if (id < 1 || id > latest) throw new ProposalUnknown(id, latest);
  return readExisting(consortium, book, id, nowS);
}

async function readExisting(consortium: Consortium, book: Book, id: number, nowS: number): Promise<Proposal> {
  const { governor, blockTag } = consortium;
  const at = { blockTag };
  const [stateWord, startS, endS, etaS, windowS, proposer, details, description, shareWord, cast] = await read(
    `proposal ${id}`,
    () =>
      Promise.all([
        governor.state(id, at),
        governor.proposalSnapshot(id, at),
        governor.proposalDeadline(id, at),
        governor.proposalEta(id, at),
        governor.EXECUTION_WINDOW_S(at),
        governor.proposalProposer(id, at),
        governor.proposalDetails(id, at),
        textsAsBytes(governor).descriptionOf(id, at),
        governor.proposalShare(id, at),
        governor.proposalVotes(id, at),
      ]),
  );
  const state = proposalStateOf(wordOf(GOVERNOR_STATES, stateWord, `the state of proposal ${id}`), Number(etaS), nowS);
  const share = wordOf(SHARES, shareWord, `the share of proposal ${id}`);
  const [against, inFavour, abstain] = cast;
  return {
    id,
    state,
    calls: await readCalls(consortium, book, details),
    share,
    votes: {
      for: Number(inFavour),
      against: Number(against),
      abstain: Number(abstain),
      ...(await electorate(consortium, { id, state, share, startS })),
    },
    proposer: lowerHex(proposer),
    words: wordsOf(looseText(description), lowerHex(proposer)),
    proposedAtS: Number(startS),
    votingEndsAtS: Number(endS),
    dueAtS: etaS === 0n ? null : Number(etaS),
    expiresAtS: expiryOf(state, { endS, etaS, windowS }),
  };
}

/** Proposals of these numbers, by default all, the latest first. Throws `ChainUnreadable`. @param nowS As for `readProposal`. */
export async function readProposals(
  consortium: Consortium,
  book: Book,
  ids?: readonly number[],
  nowS = consortium.nowS,
): Promise<readonly Proposal[]> {
  return mapBounded(ids ?? (await proposalIds(consortium)), (id) => readExisting(consortium, book, id, nowS));
}

interface Asked {
  readonly id: number;
  readonly state: ProposalState;
  readonly share: Share;
  readonly startS: bigint;
}

/** In the second in which it is made, nobody can ask yet who were members then: it is those who are. */
async function electorate({ governor, membership, blockTag }: Consortium, { id, state, share, startS }: Asked) {
  const at = { blockTag };
  const members = Number(
    await read("the number of members", () =>
      state === "pending" ? membership.memberCount(at) : membership.getPastTotalSupply(startS, at),
    ),
  );
  if (state === "pending") return { members, needed: votesNeeded(share, members) };
  return { members, needed: Number(await read("the votes needed", () => governor.votesNeeded(id, at))) };
}

function expiryOf(
  state: ProposalState,
  { endS, etaS, windowS }: { readonly endS: bigint; readonly etaS: bigint; readonly windowS: bigint },
): number | null {
  if (state === "passed") return Number(endS + windowS);
  return state === "waiting" || state === "due" ? Number(etaS + windowS) : null;
}
