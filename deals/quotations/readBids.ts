import type { Result } from "ethers";
import { lowerHex, mapBounded, read } from "../../evidence/index.js";
import type { Hex, Note, Terms } from "../../protocol/index.js";
import { IQuotations__factory } from "../../typechain-types/factories/contracts/interfaces/IQuotations__factory.js";
import { BidContentInvalid, QuotationHistoryBroken } from "../errors.js";
import { contentOf, withTextsAsBytes } from "../negotiation/toldContent.js";
import type { ToldEvent } from "../toldEvents.js";
import type { RequestRecord } from "./readRequest.js";
import { findRequestEvents, type QuotationsAt } from "./requestEvents.js";

/** What a supplier showed of its bid: to the buyer, or to everybody. */
export type Reveal =
  | { readonly ciphertext: Hex }
  | {
      readonly round: number;
      readonly expiresAtS: number;
      readonly terms: Terms;
      readonly note: Note;
      readonly signature: Hex;
    }
  /** Shown to everybody, in bytes that nobody can read as terms. */
  | { readonly unreadable: BidContentInvalid };

/** A bid that stands. */
export interface PlacedBid {
  readonly supplier: Hex;
  readonly commitment: Hex;
  readonly committedAtS: number;
  /** Latest first: what fits the commitment counts. */
  readonly reveals: readonly Reveal[];
}

/**
 * Reads the bids that stand, the earliest first, and holds what the node tells of them against what the contract counted.
 * @throws QuotationHistoryBroken if one of them, or all that was revealed of one, is left out; as `read`
 */
export async function readBids(at: QuotationsAt, { request, bidCount }: RequestRecord): Promise<PlacedBid[]> {
  const contract = IQuotations__factory.connect(at.quotations, at.provider);
  const reveals = new Map<Hex, Reveal[]>();
  for (const told of await findRequestEvents(at, request)) {
    const { name, args } = told.event;
    if (!name.startsWith("Bid")) continue;
    const supplier = lowerHex(args.supplier);
    const latestFirst = reveals.get(supplier) ?? [];
    reveals.set(supplier, latestFirst);
    const reveal = revealOf({ request, supplier }, told);
    if (reveal !== undefined) latestFirst.unshift(reveal);
  }
  const bids = await mapBounded([...reveals], async ([supplier, latestFirst]) => {
    const bid = await read("a bid", () => contract.bidOf(request, supplier, { blockTag: at.block }));
    if (Number(bid.reveals) !== latestFirst.length) {
      throw new QuotationHistoryBroken(request, `leaves out or adds what ${supplier} revealed`);
    }
    const commitment = lowerHex(bid.commitment);
    return { supplier, commitment, committedAtS: Number(bid.committedAtS), reveals: latestFirst };
  });
  // What was withdrawn is zero.
  const standing = bids.filter(({ commitment }) => !/^0x0*$/.test(commitment));
  if (standing.length !== bidCount) {
    throw new QuotationHistoryBroken(request, `tells of ${standing.length} bids of ${bidCount}`);
  }
  return standing.sort((a, b) => a.committedAtS - b.committedAtS);
}

/** What an event shows of a bid, if anything. */
function revealOf(
  bid: { readonly request: Hex; readonly supplier: Hex },
  { event, data }: ToldEvent,
): Reveal | undefined {
  if (event.name === "BidRevealed") return { ciphertext: lowerHex(event.args.ciphertext) };
  return event.name === "BidRevealedOpenly" ? openReveal(bid, withTextsAsBytes(event.fragment, data)) : undefined;
}

/** A bid that was shown to everybody. Its supplier alone decides which bytes it signs, and whether they are terms. */
function openReveal(bid: { readonly request: Hex; readonly supplier: Hex }, { proposal, signature }: Result): Reveal {
  const { round, expiresAtS, terms, note } = proposal;
  const unreadable = (reason: string) => new BidContentInvalid(bid, reason);
  const refused = () => unreadable("it has a condition on a field that there is not");
  try {
    const shown = { round: Number(round), expiresAtS: Number(expiresAtS), signature: lowerHex(signature) };
    return { ...shown, ...contentOf({ terms, note }, refused, unreadable) };
  } catch (error) {
    if (!(error instanceof BidContentInvalid)) throw error;
    return { unreadable: error };
  }
}
