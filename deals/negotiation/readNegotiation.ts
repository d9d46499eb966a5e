import { lowerHex, mapBounded, read, wordOf } from "../../evidence/index.js";
import { type Hex, NEGOTIATION_STATES, type Opening, type WattproofError } from "../../protocol/index.js";
import {
  NegotiationHistoryBroken,
  NegotiationUnknown,
  SealedContentInvalid,
  SealedDamaged,
  SealedForOthers,
  SealedMismatch,
} from "../errors.js";
import { openRound } from "../sealing/sealedRound.js";
import type { SealingKey } from "../sealing/sealingKey.js";
import { findSteps } from "./findSteps.js";
import type { NegotiationHistory, NegotiationRound } from "./history.js";
import type { NegotiationsAt } from "./negotiationsAt.js";
import { replaySteps } from "./replaySteps.js";

/**
 * Reads a negotiation with its whole history from the contract's events, and holds them against the hash chain in the
 * contract's storage: a signed step that the node leaves out, adds or alters is noticed. Sealed rounds are opened with `key`
 * if there is one; a round that it does not open says why.
 * @throws NegotiationUnknown, NegotiationHistoryBroken, ChainUnreadable
 */
export async function readNegotiation(
  at: NegotiationsAt,
  negotiation: Hex,
  key?: SealingKey,
): Promise<NegotiationHistory> {
  const block = { blockTag: at.blockTag };
  const [info, stateNumber] = await read(`negotiation ${negotiation}`, () =>
    Promise.all([at.contract.negotiationOf(negotiation, block), at.contract.stateOf(negotiation, block)]),
  );
  if (info.state === 0n) throw new NegotiationUnknown(negotiation);
  const broken = (reason: string) => new NegotiationHistoryBroken(negotiation, reason);
  const place = { chainId: at.chainId, negotiations: at.address };
  const { opening, rounds, end, head } = replaySteps(place, negotiation, await findSteps(at, negotiation));
  if (head !== lowerHex(info.head)) throw broken("leaves out, adds or alters a step");
  const [first, ...others] = rounds;
  if (first === undefined) throw broken("has no round");
  const readable = async (round: NegotiationRound) =>
    key === undefined ? round : opened(negotiation, round, opening, key);
  return {
    negotiation,
    opening,
    state: wordOf(NEGOTIATION_STATES, stateNumber, `the state of negotiation ${negotiation}`),
    head,
    rounds: [await readable(first), ...(await mapBounded(others, readable))],
    end,
  };
}

/** The round with what is sealed in it, or with the reason why that does not open. */
async function opened(
  negotiation: Hex,
  round: NegotiationRound,
  opening: Opening,
  key: SealingKey,
): Promise<NegotiationRound> {
  if (round.content !== null || round.unopened !== null) return round;
  try {
    return { ...round, content: await openRound({ negotiation, ...round }, key, opening) };
  } catch (error) {
    const isOfRound = UNOPENED.some((each) => error instanceof each);
    if (!isOfRound) throw error;
    return { ...round, unopened: error as WattproofError };
  }
}

const UNOPENED = [SealedForOthers, SealedDamaged, SealedContentInvalid, SealedMismatch];
