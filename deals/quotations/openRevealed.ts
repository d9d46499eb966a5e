import { type Note, negotiationIdOf, type Opening, type Terms, WattproofError } from "../../protocol/index.js";
import { BidMismatch, BidNotRevealed, BidSealed } from "../errors.js";
import { openRound } from "../sealing/sealedRound.js";
import type { SealingKey } from "../sealing/sealingKey.js";
import type { PlacedBid, Reveal } from "./readBids.js";
import type { RequestRecord } from "./readRequest.js";
import type { QuotationsAt } from "./requestEvents.js";
import { type BidStep, bidCommitment, openBid } from "./sealedBid.js";

/** A bid that can be read: what was committed to, and what it says. */
export interface OpenedBid {
  readonly step: BidStep;
  readonly terms: Terms;
  readonly note: Note;
}

/**
 * Opens what a supplier revealed: the latest that fits its commitment.
 * @param key The buyer's; without it only what was revealed openly is read.
 * @throws BidNotRevealed, or why the latest does not open: BidSealed, BidForOthers, BidDamaged, BidContentInvalid,
 *   BidMismatch, SealedForOthers, SealedDamaged, SealedContentInvalid, SealedMismatch
 */
export async function openRevealed(
  at: Pick<QuotationsAt, "place">,
  request: RequestRecord,
  bid: PlacedBid,
  key: SealingKey | undefined,
): Promise<OpenedBid> {
  const faults: WattproofError[] = [];
  for (const reveal of bid.reveals) {
    try {
      return await openReveal(at, request, bid, reveal, key);
    } catch (error) {
      if (!(error instanceof WattproofError)) throw error;
      faults.push(error);
    }
  }
  throw faults[0] ?? new BidNotRevealed({ request: request.request, supplier: bid.supplier });
}

async function openReveal(
  { place }: Pick<QuotationsAt, "place">,
  { request, buyer, isSealed }: RequestRecord,
  { supplier, commitment }: PlacedBid,
  reveal: Reveal,
  key: SealingKey | undefined,
): Promise<OpenedBid> {
  if ("unreadable" in reveal) throw reveal.unreadable;
  const opening: Opening = { buyer, seller: supplier, isSealed, salt: request };
  if ("signature" in reveal) {
    const { chainId, negotiations: contract } = place;
    const negotiation = negotiationIdOf(place, opening);
    const step: BidStep = {
      type: "PublicProposal",
      chainId,
      contract,
      negotiation,
      opening,
      signer: supplier,
      ...reveal,
    };
    if (bidCommitment(place, step) !== commitment) throw new BidMismatch({ request, supplier });
    return { step, terms: reveal.terms, note: reveal.note };
  }
  if (key === undefined) throw new BidSealed({ request, supplier });
  const { ciphertext } = reveal;
  const step = await openBid(place, { request, supplier, buyer, isSealed, commitment, ciphertext }, key);
  if (step.type === "PublicProposal") return { step, terms: step.terms, note: step.note };
  return { step, ...(await openRound(step, key, opening)) };
}
