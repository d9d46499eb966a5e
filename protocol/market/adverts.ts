import type { Hex } from "../hex.js";

/** Surplus as its owner offers it: `AdvertTerms` of contracts/types/Market.sol, which says more of each member. */
export interface AdvertTerms {
  readonly exportMeter: Hex;
  /** Unix seconds, a multiple of the settlement period; so is `endS`, which is exclusive. */
  readonly startS: number;
  readonly endS: number;
  readonly settlementPeriodS: number;
  readonly noticeS: number;
  readonly exportRatedW: number;
  /** Place in `ENERGY_SOURCES`. */
  readonly energySource: number;
  readonly withCertificates: boolean;
  /** In the smallest units of the settlement's token. */
  readonly pricePerKWh: bigint;
  readonly quantityWh: bigint;
  readonly minPartWh: bigint;
  /** In the smallest units of the settlement's token. */
  readonly escrowPerKWh: bigint;
}

/** What becomes of an advert, numbered as `AdvertState` in contracts/types/Market.sol. */
export const ADVERT_STATES = ["unknown", "open", "soldOut", "withdrawn", "expired", "halted"] as const;

export type AdvertState = (typeof ADVERT_STATES)[number];

/** What an account's signature counts for: once, with its next nonce, until `deadlineS`. */
const ONCE = [
  { name: "nonce", type: "uint256" },
  { name: "deadlineS", type: "uint48" },
] as const;

/** Members of `Advertisement`, which the owner of an export meter signs to advertise. */
export const ADVERTISEMENT_TYPES = {
  Advertisement: [
    { name: "exportMeter", type: "bytes32" },
    { name: "startS", type: "uint48" },
    { name: "endS", type: "uint48" },
    { name: "settlementPeriodS", type: "uint32" },
    { name: "noticeS", type: "uint32" },
    { name: "exportRatedW", type: "uint32" },
    { name: "energySource", type: "uint8" },
    { name: "withCertificates", type: "bool" },
    { name: "pricePerKWh", type: "uint64" },
    { name: "quantityWh", type: "uint64" },
    { name: "minPartWh", type: "uint64" },
    { name: "escrowPerKWh", type: "uint64" },
    ...ONCE,
  ],
};

/** Members of `Repricing`, which the owner signs to give what is left of an advert another price. */
export const REPRICING_TYPES = {
  Repricing: [{ name: "number", type: "uint32" }, { name: "pricePerKWh", type: "uint64" }, ...ONCE],
};

/** Members of `Withdrawal`, which the owner signs to take back what is left of an advert. */
export const WITHDRAWAL_TYPES = {
  Withdrawal: [{ name: "number", type: "uint32" }, ...ONCE],
};

/** EIP-712 domain of what is signed for a market. @param market Address of `EnergyMarket`. */
export function marketDomain({ chainId, market }: { chainId: bigint; market: Hex }) {
  return { name: "Wattproof EnergyMarket", version: "1", chainId, verifyingContract: market };
}

const WH_PER_KWH = 1000n;

/**
 * What a consumer locks for a part, token units: `escrowPerKWh` for each kWh, rounded up.
 * @param partWh Wh. @param escrowPerKWh Token units.
 */
export function escrowForPart(partWh: bigint, escrowPerKWh: bigint): bigint {
  return (partWh * escrowPerKWh + WH_PER_KWH - 1n) / WH_PER_KWH;
}

/** What the order of a list is made by. */
export interface Priced {
  readonly number: number;
  readonly pricePerKWh: bigint;
  readonly remainingWh: bigint;
}

/** The cheapest first; of equal ones that with more left, then the older. */
export function comparePriced(a: Priced, b: Priced): number {
  if (a.pricePerKWh !== b.pricePerKWh) return a.pricePerKWh < b.pricePerKWh ? -1 : 1;
  if (a.remainingWh !== b.remainingWh) return a.remainingWh > b.remainingWh ? -1 : 1;
  return a.number - b.number;
}
