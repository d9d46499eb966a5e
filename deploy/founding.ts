import { type ChosenKind, DEFAULT_SHARES, type Hex, type Share } from "../protocol/index.js";

/** What the members of a consortium agree on before its contracts stand. */
export interface Founding {
  /** In the order in which they are admitted; at least one, no account and no name twice. */
  readonly members: readonly FoundingMember[];
  readonly nodes: readonly FoundingNode[];
  readonly roles: FoundingRoles;
  readonly governance: FoundingGovernance;
  /** Currency of the token, ISO 4217. */
  readonly currency: string;
}

export interface FoundingMember {
  /** 1 to 64 bytes. */
  readonly name: string;
  /** The account that votes for it. */
  readonly account: Hex;
}

/** A node with its own word for its admission; see `NodeAdmission`. */
export interface FoundingNode {
  /** Public key, 64 bytes. */
  readonly id: Hex;
  readonly name: string;
  /** Account of the member that runs it. */
  readonly organisation: Hex;
  readonly certificateHash: Hex;
  readonly validator: boolean;
  /** The node key's signature, 65 bytes. */
  readonly proof: Hex;
}

/** Accounts that hold a role from the start. */
export interface FoundingRoles {
  readonly oracle: readonly Hex[];
  /** They mint within the limit alone, and above it more than half of them together; the members, if there are none. */
  readonly treasurer: readonly Hex[];
}

export interface FoundingGovernance {
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

/** A consortium's governance unless its members agree on another: three days to vote, one to object in another way. */
export const DEFAULT_GOVERNANCE: FoundingGovernance = {
  votingPeriodS: 3 * DAY_S,
  executionDelayS: DAY_S,
  executionWindowS: 14 * DAY_S,
  blocksBetweenChanges: 10,
  shares: DEFAULT_SHARES,
};

/**
 * A consortium of one, for development: its vote alone decides, and at once.
 * @param account Of whoever deploys.
 */
export function soloFounding(account: Hex): Founding {
  return {
    members: [{ name: "Solo", account }],
    nodes: [],
    roles: { oracle: [], treasurer: [] },
    governance: { ...DEFAULT_GOVERNANCE, executionDelayS: 0, blocksBetweenChanges: 0 },
    currency: "NOK",
  };
}
