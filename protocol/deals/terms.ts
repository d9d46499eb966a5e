import type { ContractDomain } from "../eip712/domain.js";
import { fieldWordOf } from "../fields.js";
import type { Hex } from "../hex.js";

/** What a field must keep to while goods are on their way. Both ends are allowed. */
export interface Condition {
  /** Name of a sensor field of `SENSOR_FIELDS`. */
  readonly field: string;
  /** Thousandths of the field's unit, as is `maxMilli`. */
  readonly minMilli: bigint;
  readonly maxMilli: bigint;
}

/** What is offered, whoever offers it to whom. */
export interface Offer {
  /** What is delivered, in the parties' words. */
  readonly item: string;
  /** Per unit of quantity, millionths of the currency. */
  readonly priceMicro: bigint;
  /** Thousandths of a unit. */
  readonly quantityMilli: bigint;
  /** ISO 4217 code of the price. */
  readonly currency: string;
  /** Sorted by field, each field once at most. */
  readonly conditions: readonly Condition[];
  /** Whom the offer is meant for, in the parties' words. */
  readonly target: string;
}

/** What two parties may agree on, whole: `Terms` of contracts/types/Deals.sol, which says more of each member. */
export interface Terms extends Offer {
  readonly buyer: Hex;
  readonly seller: Hex;
  /** Random where the terms are sealed, so that their hash tells nothing of them. */
  readonly salt: Hex;
}

/** Terms of which anybody may read all but item and target: `OpenedTerms` of contracts/types/Deliveries.sol. */
export interface OpenedTerms extends Omit<Terms, "item" | "target"> {
  /** keccak-256 of the item's UTF-8 bytes. */
  readonly itemHash: Hex;
  /** keccak-256 of the target's UTF-8 bytes. */
  readonly targetHash: Hex;
}

/** What a party says along with its terms. */
export interface Note {
  readonly text: string;
  /** Random where the negotiation is sealed. */
  readonly salt: Hex;
}

/** Whose negotiation it is, and how it is held. Its id is derived of all four. */
export interface Opening {
  readonly buyer: Hex;
  readonly seller: Hex;
  /** Whether terms and notes are readable by the two parties only. */
  readonly isSealed: boolean;
  /** Tells apart negotiations of the same parties. */
  readonly salt: Hex;
}

/** What becomes of a negotiation, numbered as contracts/types/Deals.sol does. */
export const NEGOTIATION_STATES = ["none", "open", "accepted", "rejected", "withdrawn", "expired"] as const;

export type NegotiationState = (typeof NEGOTIATION_STATES)[number];

/** Decimals of a price, of which `Offer.price` holds the millionths. */
export const PRICE_DECIMALS = 6;
/** Decimals of a quantity and of a condition's values, of which the thousandths are held. */
export const MILLI_DECIMALS = 3;

const THOUSAND = 1000n;

/** What the buyer owes in all, millionths of the currency: price times quantity, rounded down. */
export function totalDue({ priceMicro, quantityMilli }: Pick<Offer, "priceMicro" | "quantityMilli">): bigint {
  return (priceMicro * quantityMilli) / THOUSAND;
}

/** Conditions in the order in which contracts take them. */
export function sortedConditions(conditions: readonly Condition[]): Condition[] {
  return [...conditions].sort((a, b) => (a.field < b.field ? -1 : 1));
}

const CONDITION_MEMBERS = [
  { name: "field", type: "bytes32" },
  { name: "minMilli", type: "int64" },
  { name: "maxMilli", type: "int64" },
];

const TERMS_MEMBERS = [
  { name: "buyer", type: "address" },
  { name: "seller", type: "address" },
  { name: "item", type: "string" },
  { name: "priceMicro", type: "uint128" },
  { name: "quantityMilli", type: "uint64" },
  { name: "currency", type: "string" },
  { name: "conditions", type: "Condition[]" },
  { name: "target", type: "string" },
  { name: "salt", type: "bytes32" },
];

const NOTE_MEMBERS = [
  { name: "text", type: "string" },
  { name: "salt", type: "bytes32" },
];

const STEP_MEMBERS = [
  { name: "negotiation", type: "bytes32" },
  { name: "round", type: "uint32" },
];

/** Each step of a negotiation as EIP-712 tables list it, with the structs that it is made of. */
export const NEGOTIATION_TYPES = {
  Proposal: {
    Proposal: [
      ...STEP_MEMBERS,
      { name: "expiresAtS", type: "uint48" },
      { name: "terms", type: "Terms" },
      { name: "note", type: "Note" },
      { name: "ciphertext", type: "bytes" },
    ],
    Terms: TERMS_MEMBERS,
    Condition: CONDITION_MEMBERS,
    Note: NOTE_MEMBERS,
  },
  Acceptance: {
    Acceptance: [...STEP_MEMBERS, { name: "terms", type: "Terms" }],
    Terms: TERMS_MEMBERS,
    Condition: CONDITION_MEMBERS,
  },
  Rejection: { Rejection: STEP_MEMBERS },
  Withdrawal: { Withdrawal: STEP_MEMBERS },
};

/** Where negotiations are kept. */
export interface NegotiationPlace {
  readonly chainId: bigint;
  /** Address of `Negotiation`. */
  readonly negotiations: Hex;
}

/** The EIP-712 domain in which parties sign the steps of negotiations. */
export function negotiationDomain({ chainId, negotiations }: NegotiationPlace): ContractDomain {
  return { name: "Wattproof Negotiation", version: "1", chainId, verifyingContract: negotiations };
}

/** Terms as wallets and contracts take them: fields as words. Throws `InvalidFieldName`. */
export function termsValue<T extends Offer>(terms: T) {
  const conditions = terms.conditions.map(({ field, minMilli, maxMilli }) => ({
    field: fieldWordOf(field),
    minMilli,
    maxMilli,
  }));
  return { ...terms, conditions };
}
