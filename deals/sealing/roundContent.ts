import {
  canonicalJson,
  type Hex,
  hashNote,
  hashTerms,
  type Note,
  type Opening,
  readNote,
  readTerms,
  type Terms,
  termsFault,
} from "../../protocol/index.js";
import { parseObject } from "../../protocol/json/document.js";
import { literal, object } from "../../protocol/json/readers.js";
import { SealedContentInvalid, SealedMismatch } from "../errors.js";
import { textOf } from "../texts.js";
import { paddedJson } from "./box.js";

/** What a round keeps from strangers. */
export interface RoundContent {
  readonly terms: Terms;
  readonly note: Note;
}

/** What the chain says of a sealed round, to everybody. */
export interface SealedRound {
  readonly negotiation: Hex;
  readonly round: number;
  readonly termsHash: Hex;
  readonly noteHash: Hex;
  readonly ciphertext: Hex;
}

const SCHEMA = "wattproof-sealed-round/1";
/** Longest plaintext that is parsed, UTF-16 units: more than a ciphertext of the contract's greatest length holds. */
const LONGEST_CONTENT = 16 * 1024;

const readContent = object<RoundContent & { schema: typeof SCHEMA }>({
  schema: literal(SCHEMA),
  terms: readTerms,
  note: readNote,
});

/** The bytes that are sealed. */
export function contentBytes({ terms, note }: RoundContent): Uint8Array {
  return paddedJson(canonicalJson({ schema: SCHEMA, terms, note }));
}

/**
 * Reads what was sealed, of unknown origin even if its sender signed it, and holds it against what the chain has. The
 * contract cannot check sealed terms, so what it refuses in public ones is refused here.
 * @throws SealedContentInvalid, SealedMismatch
 */
export function readContentBytes(bytes: Uint8Array, round: SealedRound, parties: Pick<Opening, "buyer" | "seller">) {
  const unreadable = (reason: string) => new SealedContentInvalid(round, reason);
  const format = { read: readContent, unreadable };
  const { terms, note } = parseObject(
    textOf(bytes, () => unreadable("it is not UTF-8")),
    format,
    { longest: LONGEST_CONTENT },
  );
  if (hashTerms(terms) !== round.termsHash) throw new SealedMismatch(round, "terms");
  if (hashNote(note) !== round.noteHash) throw new SealedMismatch(round, "note");
  const fault = termsFault(terms, parties);
  if (fault !== undefined) throw unreadable(`its terms ${fault}`);
  return { terms, note };
}
