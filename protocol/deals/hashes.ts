import { keccak_256 } from "@noble/hashes/sha3.js";
import { structDigester } from "../eip712/digest.js";
import { contractDomainSeparator } from "../eip712/domain.js";
import { hashArray, keccakOfText, StructPacker, WordPacker } from "../eip712/words.js";
import { fieldWordOf } from "../fields.js";
import { fromHex, type Hex, toHex } from "../hex.js";
import {
  type Condition,
  NEGOTIATION_TYPES,
  type NegotiationPlace,
  type Note,
  negotiationDomain,
  type OpenedTerms,
  type Opening,
  type Terms,
} from "./terms.js";

const { Proposal, Acceptance, Rejection, Withdrawal } = NEGOTIATION_TYPES;

const conditionWords = StructPacker.of(Proposal, "Condition");
const noteWords = StructPacker.of(Proposal, "Note");
const termsWords = StructPacker.of(Proposal, "Terms");
const WORDS_OF = {
  Proposal: StructPacker.of(Proposal, "Proposal"),
  Acceptance: StructPacker.of(Acceptance, "Acceptance"),
  Rejection: StructPacker.of(Rejection, "Rejection"),
  Withdrawal: StructPacker.of(Withdrawal, "Withdrawal"),
} as const;
/** Chain id, contract, buyer, seller, whether it is sealed, salt. */
const openingWords = new WordPacker(6);
/** Head, digest, signer. */
const stepWords = new WordPacker(3);
const pairWords = new WordPacker(2);

/**
 * EIP-712 struct hash of terms: what an acceptance names. The off-chain twin of contracts/libraries/TermsHash.sol.
 * @throws IntegerOutOfRange, InvalidHex, InvalidFieldName
 */
export function hashTerms({ item, target, ...open }: Terms): Hex {
  return hashOpenedTerms({ ...open, itemHash: toHex(keccakOfText(item)), targetHash: toHex(keccakOfText(target)) });
}

/** The same hash of terms whose item and target stay behind their hashes. Throws as `hashTerms`. */
export function hashOpenedTerms({ currency, ...terms }: OpenedTerms): Hex {
  return hashHiddenTerms({ ...terms, currencyHash: toHex(keccakOfText(currency)) });
}

/** Terms all of whose texts stay behind the keccak-256 of their bytes. */
export interface HiddenTerms extends Omit<OpenedTerms, "currency"> {
  readonly currencyHash: Hex;
}

/** The same hash of terms that show no text, which need not be text at all. Throws as `hashTerms`. */
export function hashHiddenTerms(terms: HiddenTerms): Hex {
  termsWords.address(0, terms.buyer, "buyer");
  termsWords.address(1, terms.seller, "seller");
  termsWords.bytes32(2, terms.itemHash, "itemHash");
  termsWords.uint128(3, terms.priceMicro, "priceMicro");
  termsWords.uint64(4, terms.quantityMilli, "quantityMilli");
  termsWords.bytes32(5, terms.currencyHash, "currencyHash");
  termsWords.word(6, hashArray(terms.conditions, hashCondition));
  termsWords.bytes32(7, terms.targetHash, "targetHash");
  termsWords.bytes32(8, terms.salt, "salt");
  return termsWords.hashHex();
}

/** EIP-712 struct hash of a note. Throws `InvalidHex`. */
export function hashNote({ text, salt }: Note): Hex {
  return hashHiddenNote({ textHash: toHex(keccakOfText(text)), salt });
}

/** The same hash of a note whose text stays behind the keccak-256 of its bytes. Throws `InvalidHex`. */
export function hashHiddenNote({ textHash, salt }: { readonly textHash: Hex; readonly salt: Hex }): Hex {
  noteWords.bytes32(0, textHash, "textHash");
  noteWords.bytes32(1, salt, "salt");
  return noteWords.hashHex();
}

function hashCondition({ field, minMilli, maxMilli }: Condition): Uint8Array {
  conditionWords.bytes32(0, fieldWordOf(field), "field");
  conditionWords.int64(1, minMilli, "minMilli");
  conditionWords.int64(2, maxMilli, "maxMilli");
  return conditionWords.hash();
}

/**
 * Id of a negotiation: `keccak256(abi.encode(chain id, contract, buyer, seller, isSealed, salt))`.
 * @throws IntegerOutOfRange, InvalidHex
 */
export function negotiationIdOf({ chainId, negotiations }: NegotiationPlace, opening: Opening): Hex {
  openingWords.chainId(0, chainId);
  openingWords.address(1, negotiations, "negotiations");
  openingWords.address(2, opening.buyer, "buyer");
  openingWords.address(3, opening.seller, "seller");
  openingWords.choice(4, opening.isSealed ? 1 : 0, 0, 1, "isSealed");
  openingWords.bytes32(5, opening.salt, "salt");
  return openingWords.hashHex();
}

/** A step of a negotiation by what its digest is made of: terms and note by their hashes, which is all a stranger has. */
export type NegotiationStep =
  | {
      readonly type: "Proposal";
      readonly round: number;
      readonly expiresAtS: number;
      readonly termsHash: Hex;
      readonly noteHash: Hex;
      /** Empty in a public negotiation. */
      readonly ciphertext: Hex;
    }
  | { readonly type: "Acceptance"; readonly round: number; readonly termsHash: Hex }
  | { readonly type: "Rejection" | "Withdrawal"; readonly round: number };

/**
 * Makes the digests that parties sign of their steps.
 * The function it returns throws `IntegerOutOfRange` or `InvalidHex`.
 */
export function stepDigester(place: NegotiationPlace): (negotiation: Hex, step: NegotiationStep) => Hex {
  const digest = structDigester(contractDomainSeparator(negotiationDomain(place)));
  return (negotiation, step) => {
    const words = WORDS_OF[step.type];
    words.bytes32(0, negotiation, "negotiation");
    words.uint128(1, BigInt(step.round), "round", 32);
    if (step.type === "Acceptance") words.bytes32(2, step.termsHash, "termsHash");
    if (step.type === "Proposal") {
      words.uint128(2, BigInt(step.expiresAtS), "expiresAtS", 48);
      words.bytes32(3, step.termsHash, "termsHash");
      words.bytes32(4, step.noteHash, "noteHash");
      words.word(5, keccak_256(fromHex(step.ciphertext, undefined, "ciphertext")));
    }
    return toHex(digest(words));
  };
}

/**
 * The hash chain of a negotiation's steps after one more: `keccak256(abi.encode(head, digest, by))`. Throws `InvalidHex`.
 * @param by Who signed the step.
 */
export function negotiationHead(head: Hex, digest: Hex, by: Hex): Hex {
  stepWords.bytes32(0, head, "head");
  stepWords.bytes32(1, digest, "digest");
  stepWords.address(2, by, "by");
  return stepWords.hashHex();
}

/** `keccak256(first ‖ second)`, of which hash chains are made. Throws `InvalidHex`. */
export function hashOfPair(first: Hex, second: Hex): Hex {
  pairWords.bytes32(0, first, "first");
  pairWords.bytes32(1, second, "second");
  return pairWords.hashHex();
}
