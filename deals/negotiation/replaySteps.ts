import type { LogDescription } from "ethers";
import { lowerHex } from "../../evidence/index.js";
import {
  type Hex,
  type NegotiationPlace,
  type NegotiationStep,
  negotiationHead,
  negotiationIdOf,
  type Opening,
  stepDigester,
  ZERO_HASH,
} from "../../protocol/index.js";
import { NegotiationHistoryBroken } from "../errors.js";
import { openingOf, roundOf } from "./decodeEvents.js";
import type { Happened, NegotiationEnd, NegotiationRound } from "./history.js";

/** An event of a negotiation with where it happened. */
export interface ToldStep {
  readonly event: LogDescription;
  readonly happened: Happened;
}

/** Where the events of a negotiation lead. */
export interface Replayed {
  readonly opening: Opening;
  readonly rounds: readonly NegotiationRound[];
  readonly end: NegotiationEnd | null;
  /** Hash chain over the signed steps. */
  readonly head: Hex;
}

/** What a party signs to end a negotiation, by the event that tells of it. Time signs nothing. */
const SIGNED_ENDS: Readonly<Record<string, "Acceptance" | "Rejection" | "Withdrawal" | undefined>> = {
  ProposalAccepted: "Acceptance",
  NegotiationRejected: "Rejection",
  NegotiationWithdrawn: "Withdrawal",
};

/**
 * Follows the events of a negotiation, the opening first, and computes the hash chain that they make.
 * @throws NegotiationHistoryBroken
 */
export function replaySteps(
  place: NegotiationPlace,
  negotiation: Hex,
  [opened, ...steps]: readonly [ToldStep, ...ToldStep[]],
): Replayed {
  const broken = (reason: string) => new NegotiationHistoryBroken(negotiation, reason);
  const opening = openingOf(opened.event);
  if (negotiationIdOf(place, opening) !== negotiation) throw broken("begins with the opening of another");
  const digest = stepDigester(place);
  const rounds: NegotiationRound[] = [];
  let end: NegotiationEnd | null = null;
  let head = ZERO_HASH;
  const take = (step: NegotiationStep) => {
    head = negotiationHead(head, digest(negotiation, step));
  };
  for (const { event, happened } of steps) {
    if (end !== null) throw broken("goes on after its end");
    const round = roundOf(negotiation, event, happened);
    if (round === undefined) {
      end = endOf(event, happened);
      const type = SIGNED_ENDS[event.name];
      const number = Number(event.args.round);
      if (type === "Acceptance") take({ type, round: number, termsHash: lowerHex(event.args.termsHash) });
      else if (type !== undefined) take({ type, round: number });
    } else {
      if (round.from !== opening.buyer && round.from !== opening.seller) throw broken("has a stranger propose");
      if (round.round !== rounds.length + 1) throw broken(`has round ${round.round} after round ${rounds.length}`);
      rounds.push(round);
      take({ type: "Proposal", ...round });
    }
  }
  return { opening, rounds, end, head };
}

function endOf({ name, args }: LogDescription, happened: Happened): NegotiationEnd {
  return { by: name === "NegotiationExpired" ? null : lowerHex(args.by), happened };
}
