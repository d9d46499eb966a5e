import { WattproofError } from "../errors.js";
import { SENSOR_FIELDS } from "../fields.js";
import type { Hex } from "../hex.js";
import { parseDocument } from "../json/document.js";
import {
  array,
  boolean,
  bytes,
  hex,
  instant,
  int64,
  integer,
  literal,
  nullable,
  object,
  oneOf,
  type Read,
  signature,
  text,
  uint,
  uint64,
  word,
} from "../json/readers.js";
import { LONGEST_CIPHERTEXT_BYTES, LONGEST_TEXT_BYTES } from "./limits.js";
import type { Condition, Note, Opening, Terms } from "./terms.js";

/** For which contract a party signed. */
interface Addressed {
  readonly chainId: bigint;
  /** Address of `Negotiation`. */
  readonly contract: Hex;
  readonly negotiation: Hex;
  readonly round: number;
  /** The party. */
  readonly signer: Hex;
  readonly signature: Hex;
}

/** A public proposal. */
export interface PublicProposalStep extends Addressed {
  readonly type: "PublicProposal";
  /** What it opens; null for a counter-offer. */
  readonly opening: Opening | null;
  readonly expiresAtS: number;
  readonly terms: Terms;
  readonly note: Note;
}

/** A proposal that only the two parties can read. */
export interface SealedProposalStep extends Addressed {
  readonly type: "SealedProposal";
  readonly opening: Opening | null;
  readonly expiresAtS: number;
  readonly termsHash: Hex;
  readonly noteHash: Hex;
  readonly ciphertext: Hex;
}

export interface AcceptanceStep extends Addressed {
  readonly type: "Acceptance";
  readonly termsHash: Hex;
}

export interface ClosingStep extends Addressed {
  readonly type: "Rejection" | "Withdrawal";
}

/** What a party signs and anyone brings to the contract. It holds no secret. */
export type SignedStep = PublicProposalStep | SealedProposalStep | AcceptanceStep | ClosingStep;

const SCHEMA = "wattproof-negotiation-step/1";
/** A sealed round of the contract's greatest length, in hex, and a contract wallet's signature. */
const LONGEST_STEP = 128 * 1024;

const opening = nullable(object<Opening>({ buyer: hex(20), seller: hex(20), isSealed: boolean, salt: hex(32) }));
const anyText = text(0, LONGEST_TEXT_BYTES);

/** Terms as they are carried between programs: whole numbers in the contract's units, not decimals. */
export const readTerms = object<Terms>({
  buyer: hex(20),
  seller: hex(20),
  item: text(1, LONGEST_TEXT_BYTES),
  priceMicro: uint(128),
  quantityMilli: uint64(1n),
  currency: text(1, LONGEST_TEXT_BYTES),
  conditions: array<Condition>(
    object<Condition>({ field: word(Object.keys(SENSOR_FIELDS)), minMilli: int64, maxMilli: int64 }),
    Object.keys(SENSOR_FIELDS).length,
  ),
  target: anyText,
  salt: hex(32),
});

/** A note as it is carried between programs. */
export const readNote = object<Note>({ text: anyText, salt: hex(32) });

type Written<T> = T & { readonly schema: typeof SCHEMA };

const addressed = {
  schema: literal(SCHEMA),
  chainId: uint64(1n),
  contract: hex(20),
  negotiation: hex(32),
  round: integer(1),
  signer: hex(20),
  signature,
};

const closing = (type: "Rejection" | "Withdrawal") =>
  object<Written<ClosingStep>>({ ...addressed, type: literal(type) });

const readStep: Read<Written<SignedStep>> = oneOf<Written<SignedStep>>("type", {
  PublicProposal: object<Written<PublicProposalStep>>({
    ...addressed,
    type: literal("PublicProposal"),
    opening,
    expiresAtS: instant,
    terms: readTerms,
    note: readNote,
  }),
  SealedProposal: object<Written<SealedProposalStep>>({
    ...addressed,
    type: literal("SealedProposal"),
    opening,
    expiresAtS: instant,
    termsHash: hex(32),
    noteHash: hex(32),
    ciphertext: bytes(LONGEST_CIPHERTEXT_BYTES),
  }),
  Acceptance: object<Written<AcceptanceStep>>({ ...addressed, type: literal("Acceptance"), termsHash: hex(32) }),
  Rejection: closing("Rejection"),
  Withdrawal: closing("Withdrawal"),
});

/**
 * Reads a step that somebody signed; whether the right party signed it, the contract tells.
 * @throws NegotiationStepUnreadable, SchemaUnsupported
 */
export function parseSignedStep(document: string): SignedStep {
  const unreadable = (reason: string) => new NegotiationStepUnreadable(reason);
  const format = { schema: SCHEMA, read: readStep, unreadable } as const;
  const { schema: _, ...step } = parseDocument(document, format, { longest: LONGEST_STEP });
  return step as SignedStep;
}

/** A signed step as it is written: whole numbers of 64 bits and more as decimal strings. */
export function signedStepText(step: SignedStep): string {
  const plain = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
  return JSON.stringify({ schema: SCHEMA, ...step }, plain, 2);
}

/** A signed step of a negotiation, in a text that does not hold one. */
export class NegotiationStepUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "NegotiationStepUnreadable",
      message: `The signed step of a negotiation cannot be read: ${reason}.`,
      next: "Have it signed again with --sign-only, and relay the file as it was printed.",
      facts: { reason },
    });
  }
}
