import type { Hex, Offer } from "../../protocol/index.js";

/** By what a request says that bids are compared. */
export const CRITERIA = ["price", "quantity", "reputation"] as const;

/** One criterion with its weight, per mille; a request's weights sum to 1000. */
export interface Criterion {
  readonly name: (typeof CRITERIA)[number];
  readonly weight: number;
}

/** What is compared of a bid. */
export interface ComparedBid {
  readonly supplier: Hex;
  readonly offer: Pick<Offer, "priceMicro" | "quantityMilli">;
  /** What the supplier's past deals are worth, millionths of the best there can be. */
  readonly reputation: bigint;
  /** Block time of the commitment, Unix seconds. */
  readonly committedAtS: number;
}

/** A bid with its score, millionths: a bid that is best by every criterion has a million. */
export type RankedBid<T extends ComparedBid> = T & { readonly score: bigint };

const BEST = 1_000_000n;
const PER_MILLE = 1000n;

/**
 * Ranks bids, the best first, in whole numbers, so that everybody who sees the same bids comes to the same order. A price
 * scores the lowest that is not zero over itself, a quantity itself over the highest, both rounded down; of equal bids the
 * earlier is better. Each bid is measured by the others, so one that cannot be meant shifts the weights between criteria: leave
 * out what the buyer would not award.
 * @param bids All of the request's bids that are known: the best of them is what each is measured by.
 */
export function rankBids<T extends ComparedBid>(
  bids: readonly T[],
  criteria: readonly Criterion[],
): readonly RankedBid<T>[] {
  const lowest = least(bids.map(({ offer }) => offer.priceMicro).filter((price) => price > 0n));
  const highest = -least(bids.map(({ offer }) => -offer.quantityMilli));
  const scoreBy = ({ offer, reputation }: T, { name }: Criterion): bigint => {
    // Who asks for nothing cannot be undercut, and is no measure for the others.
    if (name === "price") return offer.priceMicro <= lowest ? BEST : (BEST * lowest) / offer.priceMicro;
    return name === "quantity" ? (BEST * offer.quantityMilli) / highest : reputation;
  };
  return bids
    .map((bid) => {
      const weighted = criteria.map((criterion) => BigInt(criterion.weight) * scoreBy(bid, criterion));
      return { ...bid, score: weighted.reduce((sum, value) => sum + value, 0n) / PER_MILLE };
    })
    .sort((a, b) => compare(b.score, a.score) || a.committedAtS - b.committedAtS || compare(a.supplier, b.supplier));
}

function compare<V extends bigint | string>(a: V, b: V): number {
  return a < b ? -1 : Number(a > b);
}

/** The least of the values; zero of none. */
function least(values: readonly bigint[]): bigint {
  return values.reduce((a, b) => (a < b ? a : b), values[0] ?? 0n);
}
