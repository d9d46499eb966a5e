import { type ChosenKind, DEFAULT_SHARES, type Share } from "./proposalKinds.js";

/** How the members of a consortium decide, as they agree on it at the founding. */
export interface GovernanceTerms {
  /** How long members may vote, seconds. */
  readonly votingPeriodS: number;
  /** How long what passed waits before it is carried out, seconds. */
  readonly executionDelayS: number;
  /** How long what passed, or is due, waits for somebody to go on with it, seconds. */
  readonly executionWindowS: number;
  /** Blocks from one change of the set of validators to the next. */
  readonly blocksBetweenChanges: number;
  readonly shares: Readonly<Record<ChosenKind, Share>>;
}

const DAY_S = 86_400;

/** Unless the members agree on other terms: three days to vote, and one to object by other means before it is done. */
export const DEFAULT_GOVERNANCE: GovernanceTerms = {
  votingPeriodS: 3 * DAY_S,
  executionDelayS: DAY_S,
  executionWindowS: 14 * DAY_S,
  blocksBetweenChanges: 10,
  shares: DEFAULT_SHARES,
};
