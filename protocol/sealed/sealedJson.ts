import { canonicalJson } from "../canonicalJson.js";
import type { ChainFacts } from "../evidence/bundle.js";
import { chainFactsMembers } from "../evidence/bundleJson.js";
import type { Hex } from "../hex.js";
import { type ParseOptions, parseDocument } from "../json/document.js";
import { array, bytes, literal, object, type Read } from "../json/readers.js";
import { SealedUnreadable } from "./errors.js";
import { LONGEST_NODE_BYTES } from "./trie/witness.js";

export const SEALED_SCHEMA = "wattproof-sealed/1";

/**
 * What turns evidence into proof without anybody's word: a block's header with its committed seals, and the nodes of the
 * state's tries that lead from it to all that the evidence rests on.
 */
export interface SealedDocument {
  readonly schema: typeof SEALED_SCHEMA;
  readonly chain: ChainFacts;
  /** RLP of the header, its seals in its extra data. */
  readonly header: Hex;
  /** RLP of each node, each once, in the order in which a verifier comes to them. */
  readonly nodes: readonly Hex[];
}

/** A header has some 600 bytes, a validator with its seal 90. */
const LONGEST_HEADER_BYTES = 129 * 1024;
const MOST_NODES = 2_000_000;

const readSealed: Read<SealedDocument> = object<SealedDocument>({
  schema: literal(SEALED_SCHEMA),
  chain: object<ChainFacts>(chainFactsMembers),
  header: bytes(LONGEST_HEADER_BYTES),
  nodes: array(bytes(LONGEST_NODE_BYTES), MOST_NODES),
});

/** Parses the text of a `*.sealed.json`. @throws SealedUnreadable, SchemaUnsupported */
export function parseSealed(text: string, options?: ParseOptions): SealedDocument {
  const unreadable = (reason: string) => new SealedUnreadable(reason);
  return parseDocument(text, { schema: SEALED_SCHEMA, read: readSealed, unreadable }, options);
}

/** The text of a sealed document: `schema` first, canonical below. */
export function serializeSealed({ schema, ...sealed }: SealedDocument): string {
  return `{"schema":${canonicalJson(schema)},${canonicalJson(sealed).slice(1)}`;
}
