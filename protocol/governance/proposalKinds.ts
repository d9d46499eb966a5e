/** What a proposal is about, in the order of `ProposalKind` in contracts/types/Proposals.sol. */
export const PROPOSAL_KINDS = [
  "other",
  "admit-member",
  "expel-member",
  "admit-node",
  "remove-node",
  "revoke-certificate",
  "reinstate-certificate",
  "set-contract",
  "retire-contract",
  "grant-role",
  "revoke-role",
  "administer",
] as const;
export type ProposalKind = (typeof PROPOSAL_KINDS)[number];

/** Kinds whose share a consortium chooses at its founding; `other` always asks all members. */
export type ChosenKind = Exclude<ProposalKind, "other">;
export const CHOSEN_KINDS = PROPOSAL_KINDS.slice(1) as readonly ChosenKind[];

/** How many of the members have to agree, in the order of `Share` in contracts/types/Proposals.sol. */
export const SHARES = ["majority", "two-thirds", "all"] as const;
export type Share = (typeof SHARES)[number];

/** Shares of a consortium that chooses none. Who may take part, and what was agreed on, asks more than a bare majority. */
export const DEFAULT_SHARES: Readonly<Record<ChosenKind, Share>> = {
  "admit-member": "two-thirds",
  "expel-member": "two-thirds",
  "admit-node": "majority",
  "remove-node": "two-thirds",
  "revoke-certificate": "majority",
  "reinstate-certificate": "majority",
  "set-contract": "all",
  "retire-contract": "all",
  "grant-role": "majority",
  "revoke-role": "majority",
  administer: "two-thirds",
};

/**
 * Votes in favour that a share is. Twin of contracts/libraries/Shares.sol.
 * @param members How many members there are, at least one.
 */
export function votesNeeded(share: Share, members: number): number {
  if (share === "all") return members;
  if (share === "majority") return Math.floor(members / 2) + 1;
  return Math.ceil((2 * members) / 3);
}
