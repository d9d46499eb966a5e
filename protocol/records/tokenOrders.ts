import { keccak_256 } from "@noble/hashes/sha3.js";
import { fromHex, type Hex, toHex } from "../hex.js";

/** Members of `MintOrder` as EIP-712 tables list them: a mint that a quorum of treasurers signs. */
export const MINT_ORDER_TYPES = {
  MintOrder: [
    { name: "to", type: "address" },
    { name: "amount", type: "uint256" },
    { name: "paymentReference", type: "bytes32" },
    { name: "deadlineS", type: "uint48" },
  ],
};

/** Members of `ReserveAttestation`: the money held, as a quorum of treasurers signs it. */
export const RESERVE_ATTESTATION_TYPES = {
  ReserveAttestation: [
    { name: "amount", type: "uint256" },
    { name: "asOfS", type: "uint48" },
    { name: "reportHash", type: "bytes32" },
    { name: "deadlineS", type: "uint48" },
  ],
};

/** Members of `RedeemOrder`: a redemption that a holder signs and anybody relays. */
export const REDEEM_ORDER_TYPES = {
  RedeemOrder: [
    { name: "holder", type: "address" },
    { name: "amount", type: "uint256" },
    { name: "payoutHash", type: "bytes32" },
    { name: "nonce", type: "uint256" },
    { name: "deadlineS", type: "uint48" },
  ],
};

/** EIP-712 domain of a token: its permits, and the orders above. */
export interface TokenDomain {
  readonly name: string;
  readonly version: string;
  readonly chainId: bigint;
  /** Address of `EnergyToken`. */
  readonly verifyingContract: Hex;
}

/** The domain of a token. @param currency ISO 4217 code of the money behind it. @param token Address of `EnergyToken`. */
export function tokenDomain(of: { chainId: bigint; token: Hex; currency: string }): TokenDomain {
  return { name: `Wattproof ${of.currency}`, version: "1", chainId: of.chainId, verifyingContract: of.token };
}

/** What one treasurer signed. */
export interface TreasurerSignature {
  /** ERC-7913 signer bytes: a wallet's address, or the deployment's P-256 verifier ‖ x ‖ y. */
  readonly signer: Hex;
  readonly signature: Hex;
}

/** EIP-712 types of a holder's permit, whose domain the token states: ERC-2612. */
export const PERMIT_TYPES = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};

/** Signatures as `EnergyToken` takes them. */
export interface Quorum {
  readonly signers: Hex[];
  readonly signatures: Hex[];
}

/**
 * Signatures of treasurers in the order in which they cost least gas to check: by their signers' keccak-256 hashes.
 * Throws `InvalidHex`.
 */
export function quorumOf(signatures: readonly TreasurerSignature[]): Quorum {
  const ranked = signatures.map((each) => ({ ...each, rank: toHex(keccak_256(fromHex(each.signer))) }));
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return { signers: ranked.map(({ signer }) => signer), signatures: ranked.map(({ signature }) => signature) };
}
