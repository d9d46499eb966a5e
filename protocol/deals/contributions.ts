import type { Hex } from "../hex.js";

/** Who has a share in a contribution. */
export interface Author {
  readonly account: Hex;
  /** Thousandths; those of all authors sum to 1000. */
  readonly sharePerMille: number;
}

/** An idea as its authors sign it: `Contribution` of contracts/types/Contributions.sol. */
export interface Contribution {
  /** Hash of what was contributed. */
  readonly content: Hex;
  /** Sorted by account. */
  readonly authors: Author[];
  /** Contributions that it builds on, sorted by id. */
  readonly parents: Hex[];
}

/** Members of `Contribution` as EIP-712 tables list them: its digest is the contribution's id, which its authors sign. */
export const CONTRIBUTION_TYPES = {
  Contribution: [
    { name: "content", type: "bytes32" },
    { name: "authors", type: "Author[]" },
    { name: "parents", type: "bytes32[]" },
  ],
  Author: [
    { name: "account", type: "address" },
    { name: "sharePerMille", type: "uint16" },
  ],
};

/** EIP-712 domain of contributions. @param contributions Address of `Contributions`. */
export function contributionDomain({ chainId, contributions }: { chainId: bigint; contributions: Hex }) {
  return { name: "Wattproof Contributions", version: "1", chainId, verifyingContract: contributions };
}
