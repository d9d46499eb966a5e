import { keccak_256 } from "@noble/hashes/sha3.js";
import { structDigester } from "../channels/domain.js";
import { contractDomainSeparator } from "../eip712/domain.js";
import { keccakOfText, StructPacker, WORD } from "../eip712/words.js";
import { IntegerOutOfRange } from "../errors.js";
import { fieldWordOf } from "../fields.js";
import { fromHex, type Hex, toHex, writeHex } from "../hex.js";
import {
  type Condition,
  type NegotiationPlace,
  type Note,
  negotiationDomain,
  type OpenedTerms,
  type Opening,
  type Terms,
} from "./terms.js";

const CONDITION_TYPE = "Condition(bytes32 field,int64 minMilli,int64 maxMilli)";
const NOTE_TYPE = "Note(string text,bytes32 salt)";
const TERMS_TYPE = `Terms(address buyer,address seller,string item,uint128 priceMicro,uint64 quantityMilli,string currency,Condition[] conditions,string target,bytes32 salt)`;
const PROPOSAL_TYPE =
  "Proposal(bytes32 negotiation,uint32 round,uint48 expiresAtS,Terms terms,Note note,bytes ciphertext)" +
  `${CONDITION_TYPE}${NOTE_TYPE}${TERMS_TYPE}`;
const ACCEPTANCE_TYPE = `Acceptance(bytes32 negotiation,uint32 round,Terms terms)${CONDITION_TYPE}${TERMS_TYPE}`;

const ADDRESS_BYTES = 20;

const conditionWords = new StructPacker(CONDITION_TYPE, 3);
const noteWords = new StructPacker(NOTE_TYPE, 2);
const termsWords = new StructPacker(`${TERMS_TYPE}${CONDITION_TYPE}`, 9);
const proposalWords = new StructPacker(PROPOSAL_TYPE, 6);
const acceptanceWords = new StructPacker(ACCEPTANCE_TYPE, 3);
const rejectionWords = new StructPacker("Rejection(bytes32 negotiation,uint32 round)", 2);
const withdrawalWords = new StructPacker("Withdrawal(bytes32 negotiation,uint32 round)", 2);

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
  termsWords.word(6, hashConditions(terms.conditions));
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

function hashConditions(conditions: readonly Condition[]): Uint8Array {
  const hashes = new Uint8Array(WORD * conditions.length);
  conditions.forEach(({ field, minMilli, maxMilli }, at) => {
    conditionWords.bytes32(0, fieldWordOf(field), "field");
    conditionWords.int64(1, minMilli, "minMilli");
    conditionWords.int64(2, maxMilli, "maxMilli");
    hashes.set(conditionWords.hash(), WORD * at);
  });
  return keccak_256(hashes);
}

/**
 * Id of a negotiation: `keccak256(abi.encode(chain id, contract, buyer, seller, isSealed, salt))`.
 * @throws IntegerOutOfRange, InvalidHex
 */
export function negotiationIdOf({ chainId, negotiations }: NegotiationPlace, opening: Opening): Hex {
  if (chainId < 1n || chainId >> 64n !== 0n) throw new IntegerOutOfRange("chainId", chainId, "chain id");
  const encoded = new Uint8Array(6 * WORD);
  new DataView(encoded.buffer).setBigUint64(WORD - 8, chainId);
  writeHex(encoded, 2 * WORD - ADDRESS_BYTES, negotiations, ADDRESS_BYTES, "negotiations");
  writeHex(encoded, 3 * WORD - ADDRESS_BYTES, opening.buyer, ADDRESS_BYTES, "buyer");
  writeHex(encoded, 4 * WORD - ADDRESS_BYTES, opening.seller, ADDRESS_BYTES, "seller");
  encoded[5 * WORD - 1] = opening.isSealed ? 1 : 0;
  writeHex(encoded, 5 * WORD, opening.salt, WORD, "salt");
  return toHex(keccak_256(encoded));
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

const WORDS_OF = {
  Proposal: proposalWords,
  Acceptance: acceptanceWords,
  Rejection: rejectionWords,
  Withdrawal: withdrawalWords,
} as const;

/**
 * The hash chain of a negotiation's steps after one more: `keccak256(abi.encode(head, digest, by))`. Throws `InvalidHex`.
 * @param by Who signed the step.
 */
export function negotiationHead(head: Hex, digest: Hex, by: Hex): Hex {
  const words = new Uint8Array(3 * WORD);
  writeHex(words, 0, head, WORD, "head");
  writeHex(words, WORD, digest, WORD, "digest");
  writeHex(words, 3 * WORD - ADDRESS_BYTES, by, ADDRESS_BYTES, "by");
  return toHex(keccak_256(words));
}

/** `keccak256(first ‖ second)`, of which hash chains are made. Throws `InvalidHex`. */
export function hashOfPair(first: Hex, second: Hex): Hex {
  const words = new Uint8Array(2 * WORD);
  writeHex(words, 0, first, WORD, "first");
  writeHex(words, WORD, second, WORD, "second");
  return toHex(keccak_256(words));
}
