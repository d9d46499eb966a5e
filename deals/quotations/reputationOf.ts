/** What the contract `Reputation` has of an account. */
export interface Sums {
  readonly ratings: bigint;
  /** Sum of what others gave, 1 to 5 each. */
  readonly scoreSum: bigint;
  /** Deals in which nothing arrived. */
  readonly failedDeals: bigint;
  readonly keptConditions: bigint;
  readonly brokenConditions: bigint;
}

const MILLION = 1_000_000n;
/** A rating of 1 earns none, one of 5 all of these; a kept condition all, a broken one and a failed deal none. */
const POINTS = 4n;

/**
 * What an account's past deals are worth, millionths of the best there can be, rounded down: the points that it earned of
 * those that it could. One kept and one broken condition are added, so that who is unknown stands in the middle and one deal
 * makes neither a perfect supplier nor a hopeless one.
 */
export function reputationOf({ ratings, scoreSum, failedDeals, keptConditions, brokenConditions }: Sums): bigint {
  const earned = scoreSum - ratings + POINTS * (keptConditions + 1n);
  const possible = POINTS * (ratings + failedDeals + keptConditions + brokenConditions + 2n);
  return (MILLION * earned) / possible;
}
