import { WordPacker } from "../eip712/words.js";
import type { Hex } from "../hex.js";

/** States of requests for quotation by their number in `Quotations`. */
export const QUOTATION_STATES = [
  "none",
  "bidding",
  "revealing",
  "deciding",
  "awarded",
  "cancelled",
  "expired",
] as const;
export type QuotationState = (typeof QUOTATION_STATES)[number];

/** Chain id, contract, buyer, hash of the request. */
const idWords = new WordPacker(4);

/**
 * Id of a request: `keccak256(abi.encode(chainId, quotations, buyer, requestHash))`.
 * @param place.quotations The contract `Quotations`.
 * @param of.requestHash keccak-256 of the request as the ABI encodes it: `QuotationRequest` of contracts/types/Quotations.sol.
 * @throws IntegerOutOfRange, InvalidHex
 */
export function requestIdOf(
  place: { readonly chainId: bigint; readonly quotations: Hex },
  of: { readonly buyer: Hex; readonly requestHash: Hex },
): Hex {
  idWords.chainId(0, place.chainId);
  idWords.address(1, place.quotations, "quotations");
  idWords.address(2, of.buyer, "buyer");
  idWords.bytes32(3, of.requestHash, "requestHash");
  return idWords.hashHex();
}
