import { AbiCoder, keccak256 } from "ethers";
import { lowerHex } from "../../evidence/index.js";
import { type Hex, requestIdOf } from "../../protocol/index.js";
import type { QuotationRequestStruct } from "../../typechain-types/contracts/interfaces/IQuotations.js";
import { IQuotations__factory } from "../../typechain-types/factories/contracts/interfaces/IQuotations__factory.js";

const REQUEST = IQuotations__factory.createInterface().getFunction("request").inputs;

/**
 * Id of what a buyer asks for: the hash of all of it, so that nobody can tell another request under the same id.
 * @param place.quotations The contract `Quotations`.
 */
export function idOfRequest(
  place: { readonly chainId: bigint; readonly quotations: Hex },
  buyer: Hex,
  requested: QuotationRequestStruct,
): Hex {
  const requestHash = lowerHex(keccak256(AbiCoder.defaultAbiCoder().encode(REQUEST, [requested])));
  return requestIdOf(place, { buyer, requestHash });
}
