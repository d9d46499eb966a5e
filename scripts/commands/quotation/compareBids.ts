import {
  type ComparedBid,
  type OpenedBid,
  openRevealed,
  type PlacedBid,
  type RankedBid,
  rankBids,
  readBids,
  reputationOf,
  type SealingKey,
} from "../../../deals/index.js";
import { ChainUnreadable, read } from "../../../evidence/index.js";
import { type Condition, describeCondition, type Hex, type Offer, WattproofError } from "../../../protocol/index.js";
import { Reputation__factory } from "../../../typechain-types/factories/contracts/Reputation__factory.js";
import { TransactionNotTaken } from "../../chain/errors.js";
import { tryCall } from "../../chain/transact.js";
import { awardCall } from "./bidCalls.js";
import { BidCurrencyForeign } from "./errors.js";
import type { requestOn } from "./quotationsHere.js";

type RequestHere = Awaited<ReturnType<typeof requestOn>>;

/** A bid that can be awarded, as it is compared. */
export interface ComparableBid extends PlacedBid, ComparedBid {
  readonly opened: OpenedBid;
  readonly offer: Offer;
}

/** A request's revealed bids: the best first, and those of which nothing can come, with why. */
export interface Comparison {
  readonly ranked: readonly RankedBid<ComparableBid>[];
  readonly unusable: readonly { readonly supplier: Hex; readonly reason: WattproofError }[];
  /** Suppliers that committed to a bid and showed nothing of it. */
  readonly unrevealed: readonly Hex[];
}

/**
 * Opens all revealed bids and ranks those that could be awarded.
 * @param key The buyer's, if it is known.
 */
export async function compareBids(here: RequestHere, key: SealingKey | undefined): Promise<Comparison> {
  const bids = await readBids(here.at, here.asked);
  const comparable: ComparableBid[] = [];
  const unusable: { supplier: Hex; reason: WattproofError }[] = [];
  for (const bid of bids.filter(({ reveals }) => reveals.length > 0)) {
    try {
      comparable.push(await readBid(here, bid, key));
    } catch (reason) {
      // What the node does not answer says nothing of the bid.
      if (reason instanceof ChainUnreadable || reason instanceof TransactionNotTaken) throw reason;
      if (!(reason instanceof WattproofError)) throw reason;
      unusable.push({ supplier: bid.supplier, reason });
    }
  }
  const unrevealed = bids.filter(({ reveals }) => reveals.length === 0).map(({ supplier }) => supplier);
  return { ranked: rankBids(comparable, here.asked.criteria), unusable, unrevealed };
}

async function readBid(here: RequestHere, bid: PlacedBid, key: SealingKey | undefined): Promise<ComparableBid> {
  const { chain, at, asked } = here;
  const opened = await openRevealed(at, asked, bid, key);
  const { terms } = opened;
  if (terms.currency !== asked.currency) throw new BidCurrencyForeign(asked.request, terms.currency, asked.currency);
  if (asked.state === "revealing" || asked.state === "deciding") {
    // Signature, parties and expiry, as the contract will see them.
    await tryCall(chain, { from: asked.buyer, to: at.quotations, data: awardCall(asked.request, opened.step) });
  }
  const reputation = await reputationAt(here, bid.supplier);
  return { ...bid, opened, offer: terms, reputation, deviations: deviationsOf(asked, terms) };
}

/** As it was when bids closed, so that everybody comes to the same ranking at any time. */
async function reputationAt({ chain, at, asked }: RequestHere, supplier: Hex): Promise<bigint> {
  const contract = Reputation__factory.connect(await chain.contract("Reputation"), chain.provider);
  const overrides = { blockTag: at.block };
  const standing = await read(`the reputation of ${supplier}`, () =>
    contract.standingAt(supplier, asked.bidsUntilS, overrides),
  );
  return reputationOf(standing);
}

/** In what a bid is not what was asked for. */
export function deviationsOf(asked: Omit<Offer, "priceMicro">, bid: Offer): string[] {
  const lacking = asked.conditions.filter((wanted) => !bid.conditions.some((given) => keeps(given, wanted)));
  return [
    ...(bid.item === asked.item ? [] : [`item ${bid.item}`]),
    ...(bid.quantityMilli < asked.quantityMilli ? ["less than was asked for"] : []),
    ...lacking.map((condition) => `does not promise ${describeCondition(condition)}`),
  ];
}

function keeps(given: Condition, wanted: Condition): boolean {
  return given.field === wanted.field && given.minMilli >= wanted.minMilli && given.maxMilli <= wanted.maxMilli;
}
