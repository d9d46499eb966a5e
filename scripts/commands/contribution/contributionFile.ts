import { type Contribution, type Hex, isHex, MOST_AUTHORS, MOST_PARENTS } from "../../../protocol/index.js";
import { parseDocument } from "../../../protocol/json/document.js";
import { array, hex, integer, literal, object, signature, uint64 } from "../../../protocol/json/readers.js";
import { requireSignedFor, type SignedFor } from "../../chain/signedFor.js";
import { readText } from "../../commandLine/files.js";
import { ContributionUnreadable } from "./errors.js";

/** A contribution on its way to its registration, for which contract it is, and who signed it so far. */
export interface DraftContribution extends SignedFor {
  readonly contribution: Contribution;
  /** With which it was committed to. Whoever knows it and the contribution knows what the commitment is of. */
  readonly salt: Hex;
  readonly signatures: readonly { readonly account: Hex; readonly signature: Hex }[];
}

const SCHEMA = "wattproof-contribution/1";
const WHOLE_PER_MILLE = 1000;
const LONGEST_FILE_BYTES = 1024 * 1024;

const listOf = <T>(read: (value: unknown) => T, longest: number) => {
  const items = array(read, longest);
  return (value: unknown): T[] => [...items(value)];
};

const readDraft = object<DraftContribution & { schema: typeof SCHEMA }>({
  schema: literal(SCHEMA),
  chainId: uint64(1n),
  contract: hex(20),
  contribution: object<Contribution>({
    content: hex(32),
    authors: listOf(object({ account: hex(20), sharePerMille: integer(1, WHOLE_PER_MILLE) }), MOST_AUTHORS),
    parents: listOf(hex(32), MOST_PARENTS),
  }),
  salt: hex(32),
  signatures: array(object({ account: hex(20), signature }), MOST_AUTHORS),
});

/**
 * Reads a contribution's file for the contract that is open.
 * @throws FileUnreadable, FileTooLarge, ContributionUnreadable, SchemaUnsupported, ContributionForeign
 */
export function readDraftFile(path: string, here: SignedFor): DraftContribution {
  const unreadable = (reason: string) => new ContributionUnreadable(reason);
  const format = { schema: SCHEMA, read: readDraft, unreadable };
  const { schema: _, ...draft } = parseDocument(readText(path, LONGEST_FILE_BYTES), format);
  requireSignedFor("ContributionForeign", here, draft);
  return draft;
}

/** The text of a contribution's file. */
export function draftText({ chainId, contract, contribution, salt, signatures }: DraftContribution): string {
  const document = { schema: SCHEMA, chainId: chainId.toString(), contract, contribution, salt, signatures };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** 32 bytes as they are given, or undefined for the path of a file. */
export function hashOf(text: string): Hex | undefined {
  const lower = text.toLowerCase();
  return isHex(lower, 32) ? lower : undefined;
}
