import { sealRound } from "../../../deals/index.js";
import { lowerHex, read } from "../../../evidence/index.js";
import {
  type Hex,
  hashNote,
  hashTerms,
  type Note,
  negotiationIdOf,
  newSalt,
  type Offer,
  type Opening,
  termsFault,
  termsValue,
  ZERO_HASH,
} from "../../../protocol/index.js";
import { SealingKeys__factory } from "../../../typechain-types/factories/contracts/SealingKeys__factory.js";
import type { OpenChain } from "../../chain/openChain.js";
import { formatInstant } from "../../commandLine/instant.js";
import { OfferTermsUnfit, SealingKeyUnpublished } from "./errors.js";
import type { OffersHere } from "./offersHere.js";
import { describeOffer } from "./offerWords.js";
import type { StepWish } from "./signStep.js";

/** A round that a party wants to propose. */
export interface RoundWish {
  readonly says: string;
  readonly done: string;
  readonly opening: Opening;
  /** From 1, which opens the negotiation. */
  readonly round: number;
  readonly offer: Offer;
  readonly note: string;
  /** Unix seconds. */
  readonly expiresAtS: number;
  /** Whether public terms have a random salt as well, so that their digest tells nothing of them. */
  readonly isSalted?: boolean;
}

/** The step that proposes a round; sealed, with salts, where the negotiation is. Throws `OfferTermsUnfit`, `SealingKeyUnpublished` and what `sealRound` throws. */
export async function proposalStep({ chain, place }: OffersHere, wish: RoundWish): Promise<StepWish> {
  const { opening, round, offer, expiresAtS, says, done } = wish;
  const negotiation = negotiationIdOf(place, opening);
  const { buyer, seller, isSealed } = opening;
  const salt = () => (isSealed ? newSalt() : ZERO_HASH);
  const { item, priceMicro, quantityMilli, currency, conditions, target } = offer;
  const terms = {
    buyer,
    seller,
    item,
    priceMicro,
    quantityMilli,
    currency,
    conditions,
    target,
    salt: wish.isSalted ? newSalt() : salt(),
  };
  // Of what is sealed or only committed to, the contract would not notice before it is too late to mend.
  const fault = termsFault(terms, opening);
  if (fault !== undefined) throw new OfferTermsUnfit(fault);
  const note: Note = { text: wish.note, salt: salt() };
  const [termsHash, noteHash] = [hashTerms(terms), hashNote(note)];
  const keys = isSealed ? await publishedKeys(chain, [buyer, seller]) : undefined;
  const ciphertext: Hex = keys === undefined ? "0x" : await sealRound({ negotiation, round }, { terms, note }, keys);
  const common = { negotiation, round, opening: round === 1 ? opening : null, expiresAtS };
  return {
    says,
    details: [
      `  buyer       ${buyer}`,
      `  seller      ${seller}`,
      ...describeOffer(terms),
      ...(note.text === "" ? [] : [`  note        ${note.text}`]),
      `  expires     ${formatInstant(expiresAtS)}`,
      `  terms       ${termsHash}${isSealed ? ", sealed" : ""}`,
      ...(keys ?? []).map((key, at) => `  sealed for  ${at === 0 ? "the buyer" : "the seller"}'s key ${key}`),
    ],
    step: isSealed
      ? { type: "SealedProposal", ...common, termsHash, noteHash, ciphertext }
      : { type: "PublicProposal", ...common, terms, note },
    struct: "Proposal",
    value: { negotiation, round, expiresAtS, terms: termsValue(terms), note, ciphertext },
    done: `${done} Negotiation ${negotiation}, round ${round}.`,
    result: { buyer, seller, isSealed, termsHash, expiresAtS },
  };
}

async function publishedKeys(chain: OpenChain, [buyer, seller]: readonly [Hex, Hex]): Promise<[Hex, Hex]> {
  return [await publishedKey(chain, buyer), await publishedKey(chain, seller)];
}

/** The key with which a member's rounds are sealed. Throws `SealingKeyUnpublished`, `ContractNotNamed`, `ChainUnreadable`. */
export async function publishedKey(chain: OpenChain, member: Hex): Promise<Hex> {
  const keys = SealingKeys__factory.connect(await chain.contract("SealingKeys"), chain.provider);
  const key = lowerHex(await read(`the sealing key of ${member}`, () => keys.keyOf(member)));
  if (key === ZERO_HASH) throw new SealingKeyUnpublished(member);
  return key;
}
