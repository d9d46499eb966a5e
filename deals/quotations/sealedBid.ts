import {
  fromHex,
  type Hex,
  hashNote,
  hashTerms,
  LONGEST_CIPHERTEXT_BYTES,
  type NegotiationPlace,
  type NegotiationStep,
  negotiationIdOf,
  type PublicProposalStep,
  parseSignedStep,
  type SealedProposalStep,
  signedStepText,
  stepDigester,
  termsFault,
  toHex,
  WattproofError,
} from "../../protocol/index.js";
import { BidContentInvalid, BidDamaged, BidForOthers, BidMismatch, BidTooLong } from "../errors.js";
import { BOX_BYTES, type BoxContext, boxOf, openBox, paddedJson, sealBox } from "../sealing/box.js";
import type { SealingKey } from "../sealing/sealingKey.js";

/** A supplier's answer to a request: its signed proposal for round 1 of the negotiation to come. */
export type BidStep = PublicProposalStep | SealedProposalStep;

/** Whose bid it is, and for which request. */
export interface BidPlace {
  readonly request: Hex;
  readonly supplier: Hex;
}

/** A revealed bid as the chain has it. */
export interface SealedBid extends BidPlace {
  readonly buyer: Hex;
  /** Whether the negotiation to come is sealed. */
  readonly isSealed: boolean;
  /** What the supplier committed to before the deadline. */
  readonly commitment: Hex;
  readonly ciphertext: Hex;
}

const VERSION = 1;
const INFO = new TextEncoder().encode("wattproof-sealed-bid/1");
const REQUEST_BYTES = 32;
const SUPPLIER_BYTES = 20;

/** What a supplier commits to: the digest of its proposal. */
export function bidCommitment(place: NegotiationPlace, step: BidStep): Hex {
  return stepDigester(place)(step.negotiation, digestedStep(step));
}

function digestedStep(step: BidStep): NegotiationStep {
  const { round, expiresAtS } = step;
  if (step.type === "SealedProposal") return { ...step, type: "Proposal" };
  const hashes = { termsHash: hashTerms(step.terms), noteHash: hashNote(step.note) };
  return { type: "Proposal", round, expiresAtS, ...hashes, ciphertext: "0x" };
}

/**
 * Makes sure that a bid can be revealed to the buyer, before its supplier commits to it.
 * @throws BidTooLong
 */
export function requireRevealable(place: BidPlace, step: BidStep): void {
  const bytes = 1 + BOX_BYTES + paddedJson(signedStepText(step)).length;
  if (bytes > LONGEST_CIPHERTEXT_BYTES) throw new BidTooLong(place, bytes, LONGEST_CIPHERTEXT_BYTES);
}

/**
 * Seals a bid for the buyer alone: a version byte, and a box that opens for this request and supplier only.
 * @param publicKey That the buyer published.
 * @throws SealingKeyUnusable
 */
export async function sealBid(place: BidPlace, step: BidStep, publicKey: Hex): Promise<Hex> {
  const box = await sealBox(publicKey, paddedJson(signedStepText(step)), contextOf(place));
  return toHex(Uint8Array.of(VERSION, ...box));
}

/**
 * Opens a revealed bid and holds it against what was committed to.
 * @param key The buyer's.
 * @throws BidForOthers, BidDamaged, BidContentInvalid, BidMismatch
 */
export async function openBid(place: NegotiationPlace, bid: SealedBid, key: SealingKey): Promise<BidStep> {
  const bytes = fromHex(bid.ciphertext, undefined, "ciphertext");
  const box = bytes[0] === VERSION ? boxOf(bytes.subarray(1)) : undefined;
  if (box === undefined) throw new BidDamaged(bid);
  if (box.publicKey !== key.publicKey) throw new BidForOthers(bid, key.publicKey);
  let plaintext: Uint8Array;
  try {
    plaintext = await openBox(box, key, contextOf(bid));
  } catch (cause) {
    throw new BidDamaged(bid, cause);
  }
  const step = readStep(bid, plaintext);
  requireBid(place, bid, step);
  if (bidCommitment(place, step) !== bid.commitment) throw new BidMismatch(bid);
  return step;
}

function readStep(bid: SealedBid, plaintext: Uint8Array): BidStep {
  const expected = bid.isSealed ? "SealedProposal" : "PublicProposal";
  try {
    const step = parseSignedStep(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(plaintext));
    if (step.type === expected) return step as BidStep;
  } catch (error) {
    const reason = error instanceof WattproofError ? error.message : "it is not UTF-8";
    throw new BidContentInvalid(bid, reason);
  }
  throw new BidContentInvalid(bid, `it is no ${bid.isSealed ? "sealed" : "public"} proposal`);
}

/** The step opens the very negotiation that an award of this request would, at terms that the contract takes. */
function requireBid(place: NegotiationPlace, { request, buyer, supplier, isSealed, ...bid }: SealedBid, step: BidStep) {
  const opening = { buyer, seller: supplier, isSealed, salt: request };
  const isFirst = step.round === 1 && step.signer === supplier && step.negotiation === negotiationIdOf(place, opening);
  if (!isFirst) {
    throw new BidContentInvalid({ request, supplier, ...bid }, "it is for another request or of another supplier");
  }
  const fault = step.type === "PublicProposal" ? termsFault(step.terms, { buyer, seller: supplier }) : undefined;
  if (fault !== undefined) throw new BidContentInvalid({ request, supplier, ...bid }, `its terms ${fault}`);
}

/** Bound to it: `request ‖ supplier`. */
function contextOf({ request, supplier }: BidPlace): BoxContext {
  const aad = new Uint8Array(REQUEST_BYTES + SUPPLIER_BYTES);
  aad.set(fromHex(request, REQUEST_BYTES, "request"));
  aad.set(fromHex(supplier, SUPPLIER_BYTES, "supplier"), REQUEST_BYTES);
  return { info: INFO, aad };
}
