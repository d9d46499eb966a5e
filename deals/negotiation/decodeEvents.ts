import type { LogDescription } from "ethers";
import { lowerHex } from "../../evidence/index.js";
import { type Hex, hashNote, hashTerms, type Note, type Opening, type Terms } from "../../protocol/index.js";
import type { NoteStructOutput, TermsStructOutput } from "../../typechain-types/contracts/interfaces/INegotiation.js";
import { conditionsOf } from "../conditions.js";
import { NegotiationHistoryBroken } from "../errors.js";
import type { Happened } from "../toldEvents.js";
import type { NegotiationRound } from "./history.js";

/** The opening that an event tells of. */
export function openingOf({ args }: LogDescription): Opening {
  const { buyer, seller, isSealed, salt } = args;
  return { buyer: lowerHex(buyer), seller: lowerHex(seller), isSealed, salt: lowerHex(salt) };
}

/** The round that an event tells of; undefined for an event that is no proposal. Throws `NegotiationHistoryBroken`. */
export function roundOf(negotiation: Hex, event: LogDescription, happened: Happened): NegotiationRound | undefined {
  const { name, args } = event;
  if (name !== "ProposalMade" && name !== "SealedProposalMade") return undefined;
  const round = {
    round: Number(args.round),
    from: lowerHex(args.from),
    expiresAtS: Number(args.expiresAtS),
    termsHash: lowerHex(args.termsHash),
    unopened: null,
    happened,
  };
  if (name === "SealedProposalMade") {
    return { ...round, noteHash: lowerHex(args.noteHash), ciphertext: lowerHex(args.ciphertext), content: null };
  }
  const terms = termsOf(negotiation, args.terms);
  const note = noteOf(args.note);
  if (hashTerms(terms) !== round.termsHash) {
    throw new NegotiationHistoryBroken(negotiation, `has other terms in round ${round.round} than their hash says`);
  }
  return { ...round, noteHash: hashNote(note), ciphertext: "0x", content: { terms, note } };
}

/** A note of an event. */
export function noteOf({ text, salt }: NoteStructOutput): Note {
  return { text, salt: lowerHex(salt) };
}

/** Terms of an event. Throws `NegotiationHistoryBroken`. */
export function termsOf(negotiation: Hex, terms: TermsStructOutput): Terms {
  const { item, price, quantity, currency, target } = terms;
  const conditions = conditionsOf(terms.conditions, () => {
    return new NegotiationHistoryBroken(negotiation, "has a condition that the contract would have refused");
  });
  const parties = { buyer: lowerHex(terms.buyer), seller: lowerHex(terms.seller), salt: lowerHex(terms.salt) };
  return { ...parties, item, price, quantity, currency, conditions, target };
}
