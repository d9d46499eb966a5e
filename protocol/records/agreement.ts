import type { Hex } from "../hex.js";

/** What both parties of a supply agreement sign. Times are Unix seconds; contracts/types/Agreements.sol says the rest. */
export interface SupplyAgreement {
  readonly importMeter: Hex;
  /** `ZERO_HASH` in an agreement with a grid supplier, who has no meter. */
  readonly exportMeter: Hex;
  readonly consumer: Hex;
  readonly startS: number;
  /** End of the window, exclusive. */
  readonly endS: number;
  readonly supplier: Hex;
  readonly settlementPeriodS: number;
  /** How long before its end one party alone must say so, s. */
  readonly noticeS: number;
  readonly importRatedW: number;
  readonly token: Hex;
  /** Zero with a grid supplier. */
  readonly exportRatedW: number;
  readonly withCertificates: boolean;
  /** Smallest units of the token per kWh. */
  readonly pricePerKWh: bigint;
  /** `UNCAPPED_WH` with a grid supplier. */
  readonly capWh: bigint;
  /** Least escrow of the consumer, smallest units of the token. */
  readonly escrow: bigint;
  readonly salt: Hex;
}

/** Cap of an agreement with a grid supplier, Wh: none. */
export const UNCAPPED_WH = 2n ** 64n - 1n;

/** Highest price that an agreement may name, smallest units of the token per kWh: `MAX_PRICE_PER_KWH` of the contract. */
export const HIGHEST_PRICE_PER_KWH = 10_000_000_000n;

/** Members of `Agreement` as EIP-712 tables list them. */
export const AGREEMENT_TYPES = {
  Agreement: [
    { name: "importMeter", type: "bytes32" },
    { name: "exportMeter", type: "bytes32" },
    { name: "consumer", type: "address" },
    { name: "startS", type: "uint48" },
    { name: "endS", type: "uint48" },
    { name: "supplier", type: "address" },
    { name: "settlementPeriodS", type: "uint32" },
    { name: "noticeS", type: "uint32" },
    { name: "importRatedW", type: "uint32" },
    { name: "token", type: "address" },
    { name: "exportRatedW", type: "uint32" },
    { name: "withCertificates", type: "bool" },
    { name: "pricePerKWh", type: "uint64" },
    { name: "capWh", type: "uint64" },
    { name: "escrow", type: "uint128" },
    { name: "salt", type: "bytes32" },
  ],
};

/** A party's word that an agreement ends at `endS`, Unix seconds. */
export interface AgreementEnd {
  readonly agreement: Hex;
  readonly endS: number;
}

/** Members of `AgreementEnd` as EIP-712 tables list them. */
export const AGREEMENT_END_TYPES = {
  AgreementEnd: [
    { name: "agreement", type: "bytes32" },
    { name: "endS", type: "uint48" },
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
