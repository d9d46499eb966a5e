import type { Hex } from "../hex.js";

/** Members of `Agreement` as EIP-712 tables list them: what both parties of a supply agreement sign. */
export const AGREEMENT_TYPES = {
  Agreement: [
    { name: "importMeter", type: "bytes32" },
    { name: "exportMeter", type: "bytes32" },
    { name: "consumer", type: "address" },
    { name: "startS", type: "uint48" },
    { name: "endS", type: "uint48" },
    { name: "supplier", type: "address" },
    { name: "pricePerKWh", type: "uint96" },
    { name: "capWh", type: "uint64" },
    { name: "settlementPeriodS", type: "uint32" },
    { name: "salt", type: "bytes32" },
  ],
};

/** EIP-712 domain of agreements: unlike records, they belong to the contract that keeps them. */
export interface AgreementDomain {
  readonly name: string;
  readonly version: string;
  readonly chainId: bigint;
  /** Address of `SupplyAgreements`. */
  readonly verifyingContract: Hex;
}

/** The domain that both parties of an agreement sign in. @param agreements Address of `SupplyAgreements`. */
export function agreementDomain({ chainId, agreements }: { chainId: bigint; agreements: Hex }): AgreementDomain {
  return { name: "Wattproof SupplyAgreements", version: "1", chainId, verifyingContract: agreements };
}
