import { AbiCoder, type EventFragment, getBytes, keccak256, ParamType, type Result } from "ethers";
import { lowerHex } from "../../evidence/index.js";
import { type Hex, hashHiddenNote, hashHiddenTerms, type WattproofError } from "../../protocol/index.js";
import type { NoteStructOutput, TermsStructOutput } from "../../typechain-types/contracts/interfaces/INegotiation.js";
import { conditionsOf } from "../conditions.js";
import type { RoundContent } from "../sealing/roundContent.js";
import { textOf } from "../texts.js";

/** Terms and note of an event. Texts are the hex of their bytes: no contract checks that they are UTF-8. */
export interface ToldContent {
  readonly terms: TermsStructOutput;
  readonly note: NoteStructOutput;
}

/** What is not indexed of an event, with all texts as the hex of their bytes. */
export function withTextsAsBytes({ inputs }: EventFragment, data: string): Result {
  const params = inputs
    .filter(({ indexed }) => !indexed)
    .map((each) => ParamType.from(each.format("full").replace(/\bstring\b/g, "bytes")));
  return AbiCoder.defaultAbiCoder().decode(params, data);
}

/** The hashes that the contract made of terms and note. @param refused Makes the error for a field that there is not. */
export function hashesOf({ terms, note }: ToldContent, refused: () => WattproofError) {
  const { item, currency, target, buyer, seller, salt, ...amounts } = parts(terms);
  const termsHash = hashHiddenTerms({
    ...{ ...amounts, buyer, seller, salt, conditions: conditionsOf(terms.conditions, refused) },
    ...{ itemHash: keccak(item), currencyHash: keccak(currency), targetHash: keccak(target) },
  });
  return { termsHash, noteHash: hashHiddenNote({ textHash: keccak(note.text), salt: lowerHex(note.salt) }) };
}

/**
 * Terms and note as they can be read.
 * @param refused Makes the error for a field that there is not; @param unreadable for a text that is no UTF-8.
 */
export function contentOf(
  { terms, note }: ToldContent,
  refused: () => WattproofError,
  unreadable: (what: string) => WattproofError,
): RoundContent {
  const read = (what: string, bytes: string) => textOf(getBytes(bytes), () => unreadable(`its ${what} is not UTF-8`));
  const { item, currency, target, ...others } = parts(terms);
  const texts = { item: read("item", item), currency: read("currency", currency), target: read("target", target) };
  return {
    terms: { ...others, ...texts, conditions: conditionsOf(terms.conditions, refused) },
    note: { text: read("note", note.text), salt: lowerHex(note.salt) },
  };
}

function parts({ buyer, seller, item, priceMicro, quantityMilli, currency, target, salt }: TermsStructOutput) {
  const parties = { buyer: lowerHex(buyer), seller: lowerHex(seller), salt: lowerHex(salt) };
  return { ...parties, item, priceMicro, quantityMilli, currency, target };
}

function keccak(bytes: string): Hex {
  return lowerHex(keccak256(bytes));
}
