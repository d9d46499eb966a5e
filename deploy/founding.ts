import { DEFAULT_GOVERNANCE, type GovernanceTerms, type Hex } from "../protocol/index.js";

/** What the members of a consortium agree on before its contracts stand. */
export interface Founding {
  /** In the order in which they are admitted; at least one, no account and no name twice. */
  readonly members: readonly FoundingMember[];
  readonly nodes: readonly FoundingNode[];
  readonly roles: FoundingRoles;
  readonly governance: GovernanceTerms;
  /** The contract of the genesis that selects the validators, where one does. */
  readonly validatorContract?: Hex;
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
  /** Where others reach it over devp2p, `IPv4:port`. */
  readonly endpoint: string;
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

/**
 * A consortium of one, for development: its vote alone decides, and at once; it anchors and mints.
 * @param account Of whoever deploys.
 */
export function soloFounding(account: Hex): Founding {
  return {
    members: [{ name: "Solo", account }],
    nodes: [],
    roles: { oracle: [account], treasurer: [account] },
    governance: { ...DEFAULT_GOVERNANCE, executionDelayS: 0, blocksBetweenChanges: 0 },
    currency: "NOK",
  };
}
