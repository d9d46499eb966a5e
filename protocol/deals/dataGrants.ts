import type { Hex } from "../hex.js";

/** What data are of, numbered as `SubjectKind` in contracts/types/Grants.sol. */
export const SUBJECT_KINDS = ["device", "battery"] as const;

export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** What a grant is worth, numbered as `GrantState` in contracts/types/Grants.sol. */
export const GRANT_STATES = ["unknown", "inForce", "lapsed", "expired", "revoked"] as const;

export type GrantState = (typeof GRANT_STATES)[number];

/** What data are of. */
export interface Subject {
  /** Place in `SUBJECT_KINDS`. */
  readonly kind: number;
  readonly id: Hex;
}

/** What an owner grants; times are Unix seconds. */
export interface GrantTerms {
  readonly subject: Subject;
  readonly reader: Hex;
  readonly purpose: Hex;
  readonly fromS: number;
  readonly toS: number;
  readonly untilS: number;
}

/** Members of `Grant`, which a subject's owner signs to let somebody read its data. */
export const GRANT_TYPES = {
  Grant: [
    { name: "kind", type: "uint8" },
    { name: "subject", type: "bytes32" },
    { name: "reader", type: "address" },
    { name: "purpose", type: "bytes32" },
    { name: "fromS", type: "uint48" },
    { name: "toS", type: "uint48" },
    { name: "untilS", type: "uint48" },
    { name: "nonce", type: "uint256" },
    { name: "deadlineS", type: "uint48" },
  ],
};

/** Members of `Revocation`, which a grant's grantor or its subject's owner signs. */
export const REVOCATION_TYPES = {
  Revocation: [
    { name: "number", type: "uint64" },
    { name: "deadlineS", type: "uint48" },
  ],
};

/** EIP-712 domain of grants. @param grants Address of `DataGrants`. */
export function grantDomain({ chainId, grants }: { chainId: bigint; grants: Hex }) {
  return { name: "Wattproof DataGrants", version: "1", chainId, verifyingContract: grants };
}
