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
  /** In what it is not what was asked for, in words. */
  readonly deviations: readonly string[];
}

/** A bid with its score, millionths: a bid that is best by every criterion has a million. */
export type RankedBid<T extends ComparedBid> = T & { readonly score: bigint };

const BEST = 1_000_000n;
const PER_MILLE = 1000n;

/**
 * Ranks bids, the best first, in whole numbers, so that everybody who sees the same bids comes to the same order. A price
 * scores the lowest that is not zero over itself, a quantity itself over the highest, both rounded down; of equal bids the
 * earlier is better. Measured is by bids of what was asked for alone, if there are any: one of something else for next to nothing
 * would turn the order of the others. What is better than these by a criterion is as good as the best of them.
 * @param bids All of the request's bids that are known and could be awarded.
 */
export function rankBids<T extends ComparedBid>(
  bids: readonly T[],
  criteria: readonly Criterion[],
): readonly RankedBid<T>[] {
  const asked = bids.filter(({ deviations }) => deviations.length === 0);
  const measures = (asked.length > 0 ? asked : bids).map(({ offer }) => offer);
  const lowest = least(measures.map(({ priceMicro }) => priceMicro).filter((price) => price > 0n));
  const highest = -least(measures.map(({ quantityMilli }) => -quantityMilli));
  const scoreBy = ({ offer, reputation }: T, { name }: Criterion): bigint => {
    // Who asks for nothing cannot be undercut, and is no measure for the others.
    if (name === "price") return offer.priceMicro <= lowest ? BEST : (BEST * lowest) / offer.priceMicro;
    if (name === "reputation") return reputation;
    return offer.quantityMilli >= highest ? BEST : (BEST * offer.quantityMilli) / highest;
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
