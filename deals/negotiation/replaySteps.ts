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
import type { Happened, ToldEvent } from "../toldEvents.js";
import { openingOf, roundOf } from "./decodeEvents.js";
import type { NegotiationEnd, NegotiationRound } from "./history.js";

/** Where the events of a negotiation lead. */
export interface Replayed {
  readonly opening: Opening;
  readonly rounds: readonly NegotiationRound[];
  readonly end: NegotiationEnd | null;
  /** Hash chain over the signed steps. */
  readonly head: Hex;
}

/**
 * Follows the events of a negotiation, the opening first, and computes the hash chain that they make.
 * @throws NegotiationHistoryBroken
 */
export function replaySteps(
  place: NegotiationPlace,
  negotiation: Hex,
  [opened, ...steps]: readonly [ToldEvent, ...ToldEvent[]],
): Replayed {
  const broken = (reason: string) => new NegotiationHistoryBroken(negotiation, reason);
  const opening = openingOf(opened.event);
  if (negotiationIdOf(place, opening) !== negotiation) throw broken("begins with the opening of another");
  const digest = stepDigester(place);
  const rounds: NegotiationRound[] = [];
  let end: NegotiationEnd | null = null;
  let head = ZERO_HASH;
  const take = (step: NegotiationStep, by: Hex) => {
    head = negotiationHead(head, digest(negotiation, step), by);
  };
  for (const step of steps) {
    const { event, happened } = step;
    if (end !== null) throw broken("goes on after its end");
    const round = roundOf(negotiation, step);
    if (round === undefined) {
      end = endOf(event, happened);
      const signed = signedEndOf(event);
      if (signed !== undefined && end.by !== null) take(signed, end.by);
    } else {
      if (round.from !== opening.buyer && round.from !== opening.seller) throw broken("has a stranger propose");
      if (round.round !== rounds.length + 1) throw broken(`has round ${round.round} after round ${rounds.length}`);
      rounds.push(round);
      take({ type: "Proposal", ...round }, round.from);
    }
  }
  return { opening, rounds, end, head };
}

/** What a party signed to end the negotiation. Time signs nothing. */
function signedEndOf({ name, args }: LogDescription): NegotiationStep | undefined {
  const round = Number(args.round);
  if (name === "ProposalAccepted") return { type: "Acceptance", round, termsHash: lowerHex(args.termsHash) };
  if (name === "NegotiationRejected") return { type: "Rejection", round };
  return name === "NegotiationWithdrawn" ? { type: "Withdrawal", round } : undefined;
}

function endOf({ name, args }: LogDescription, happened: Happened): NegotiationEnd {
  return { by: name === "NegotiationExpired" ? null : lowerHex(args.by), happened };
}
