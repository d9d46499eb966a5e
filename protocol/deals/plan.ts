import { structDigester } from "../eip712/digest.js";
import { type ContractDomain, contractDomainSeparator } from "../eip712/domain.js";
import { hashArray, keccakOfText, StructPacker, WORD } from "../eip712/words.js";
import { fieldWordOf } from "../fields.js";
import { type Hex, toHex, writeHex } from "../hex.js";
import { type Terms, termsValue } from "./terms.js";

/** A sensor that watches a condition. */
export interface Watch {
  /** Name of the condition's field. */
  readonly field: string;
  /** Id of the sensor in `DeviceRegistry`. */
  readonly sensor: Hex;
  /** How near to a bound a value is worth a warning, thousandths of the field's unit; zero for none. */
  readonly warnMarginMilli: bigint;
}

/** Something that is to have happened by a time. */
export interface Milestone {
  /** ASCII, padded with zeros to 32 bytes. */
  readonly name: Hex;
  /** Unix seconds. */
  readonly plannedAtS: number;
}

/** What both parties sign to have a delivery watched: `DeliveryPlan` of contracts/types/Deliveries.sol, which says more. */
export interface DeliveryPlan {
  readonly negotiation: Hex;
  /** First and last second in which readings count, Unix seconds. */
  readonly startS: number;
  readonly endS: number;
  /** Member to whom the seller offers custody at the opening; the seller itself to keep it. */
  readonly custodian: Hex;
  /** Decides a dispute; the zero address for nobody. */
  readonly arbiter: Hex;
  /** Longest silence of a watch, s; zero if silence is not watched. */
  readonly heartbeatS: number;
  /** Time to confirm or dispute, s. */
  readonly confirmWithinS: number;
  readonly paysInTokens: boolean;
  readonly watches: readonly Watch[];
  readonly milestones: readonly Milestone[];
  /** Ids of 12 bytes, strictly ascending. */
  readonly lots: readonly Hex[];
  readonly salt: Hex;
}

/** How both parties end a delivery together. */
export interface DeliverySettlement {
  readonly delivery: Hex;
  /** Token units; the rest of what is held returns to the buyer. */
  readonly toSeller: bigint;
  /** How many violations were recorded: one more makes it void. */
  readonly violations: number;
  /** Last second in which it may be used, Unix seconds. */
  readonly deadlineS: number;
}

/** What becomes of a delivery, numbered as contracts/types/Deliveries.sol does. */
export const DELIVERY_STATES = ["none", "underway", "delivered", "disputed", "confirmed", "settled", "failed"] as const;

export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** What parties sign of a delivery as EIP-712 tables list it. */
export const DELIVERY_TYPES = {
  DeliveryPlan: {
    DeliveryPlan: [
      { name: "negotiation", type: "bytes32" },
      { name: "startS", type: "uint48" },
      { name: "endS", type: "uint48" },
      { name: "custodian", type: "address" },
      { name: "arbiter", type: "address" },
      { name: "heartbeatS", type: "uint32" },
      { name: "confirmWithinS", type: "uint32" },
      { name: "paysInTokens", type: "bool" },
      { name: "watches", type: "Watch[]" },
      { name: "milestones", type: "Milestone[]" },
      { name: "lots", type: "bytes12[]" },
      { name: "salt", type: "bytes32" },
    ],
    Milestone: [
      { name: "name", type: "bytes32" },
      { name: "plannedAtS", type: "uint48" },
    ],
    Watch: [
      { name: "field", type: "bytes32" },
      { name: "sensor", type: "bytes32" },
      { name: "warnMarginMilli", type: "uint64" },
    ],
  },
  DeliverySettlement: {
    DeliverySettlement: [
      { name: "delivery", type: "bytes32" },
      { name: "toSeller", type: "uint128" },
      { name: "violations", type: "uint32" },
      { name: "deadlineS", type: "uint48" },
    ],
  },
};

const LOT_BYTES = 12;

const milestoneWords = StructPacker.of(DELIVERY_TYPES.DeliveryPlan, "Milestone");
const watchWords = StructPacker.of(DELIVERY_TYPES.DeliveryPlan, "Watch");
const planWords = StructPacker.of(DELIVERY_TYPES.DeliveryPlan, "DeliveryPlan");
const settlementWords = StructPacker.of(DELIVERY_TYPES.DeliverySettlement, "DeliverySettlement");

/** Where deliveries are kept. */
export interface DeliveryPlace {
  readonly chainId: bigint;
  /** Address of `DeliveryMonitor`. */
  readonly monitor: Hex;
}

/** The EIP-712 domain in which parties sign plans and settlements. */
export function deliveryDomain({ chainId, monitor }: DeliveryPlace): ContractDomain {
  return { name: "Wattproof DeliveryMonitor", version: "1", chainId, verifyingContract: monitor };
}

/** A plan as wallets and contracts take it: fields as words. Throws `InvalidFieldName`. */
export function planValue(plan: DeliveryPlan) {
  const watches = plan.watches.map((watch) => ({ ...watch, field: fieldWordOf(watch.field) }));
  return { ...plan, watches, milestones: [...plan.milestones], lots: [...plan.lots] };
}

/** The accepted terms as `open` takes them: item and target stay behind their hashes. Throws `InvalidFieldName`. */
export function openedTerms(terms: Terms) {
  const { item, target, ...open } = termsValue(terms);
  return { ...open, itemHash: toHex(keccakOfText(item)), targetHash: toHex(keccakOfText(target)) };
}

/**
 * Id of the delivery that a plan opens: the digest that both parties sign.
 * @throws IntegerOutOfRange, InvalidHex, InvalidFieldName
 */
export function deliveryIdOf(place: DeliveryPlace, plan: DeliveryPlan): Hex {
  const words = planWords;
  words.bytes32(0, plan.negotiation, "negotiation");
  words.uint128(1, BigInt(plan.startS), "startS", 48);
  words.uint128(2, BigInt(plan.endS), "endS", 48);
  words.address(3, plan.custodian, "custodian");
  words.address(4, plan.arbiter, "arbiter");
  words.uint128(5, BigInt(plan.heartbeatS), "heartbeatS", 32);
  words.uint128(6, BigInt(plan.confirmWithinS), "confirmWithinS", 32);
  words.choice(7, plan.paysInTokens ? 1 : 0, 0, 1, "paysInTokens");
  words.word(8, hashArray(plan.watches, hashWatch));
  words.word(9, hashArray(plan.milestones, hashMilestone));
  words.word(10, hashArray(plan.lots, lotWord));
  words.bytes32(11, plan.salt, "salt");
  return toHex(structDigester(contractDomainSeparator(deliveryDomain(place)))(words));
}

/**
 * What both parties of a settlement sign.
 * @throws IntegerOutOfRange, InvalidHex
 */
export function deliverySettlementDigest(place: DeliveryPlace, settlement: DeliverySettlement): Hex {
  settlementWords.bytes32(0, settlement.delivery, "delivery");
  settlementWords.uint128(1, settlement.toSeller, "toSeller");
  settlementWords.uint128(2, BigInt(settlement.violations), "violations", 32);
  settlementWords.uint128(3, BigInt(settlement.deadlineS), "deadlineS", 48);
  return toHex(structDigester(contractDomainSeparator(deliveryDomain(place)))(settlementWords));
}

function hashWatch({ field, sensor, warnMarginMilli }: Watch): Uint8Array {
  watchWords.bytes32(0, fieldWordOf(field), "field");
  watchWords.bytes32(1, sensor, "sensor");
  watchWords.uint64(2, warnMarginMilli, "warnMarginMilli");
  return watchWords.hash();
}

function hashMilestone({ name, plannedAtS }: Milestone): Uint8Array {
  milestoneWords.bytes32(0, name, "name");
  milestoneWords.uint128(1, BigInt(plannedAtS), "plannedAtS", 48);
  return milestoneWords.hash();
}

/** A lot's id as an array's word: bytes stand at its beginning. */
function lotWord(lot: Hex): Uint8Array {
  const word = new Uint8Array(WORD);
  writeHex(word, 0, lot, LOT_BYTES, "lot");
  return word;
}
