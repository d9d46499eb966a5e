import { quoted, WattproofError } from "../errors.js";
import { type Read, UnexpectedValue } from "./readers.js";

/** Longest document that is parsed unless the caller says otherwise, UTF-16 units: some 50,000 proven records. */
export const LONGEST_DOCUMENT = 128 * 1024 * 1024;

export interface DocumentFormat<T> {
  /** Value of the document's member `schema`. */
  readonly schema: string;
  readonly read: Read<T>;
  /** Makes the error for a document that does not follow the format. */
  readonly unreadable: (reason: string) => WattproofError;
}

export interface ParseOptions {
  /** Longest text to parse, UTF-16 units. */
  readonly longest?: number;
}

/** A document of another format or version. */
export class SchemaUnsupported extends WattproofError {
  constructor(expected: string, given: unknown) {
    const shown = typeof given === "string" ? quoted(given) : given === undefined ? "missing" : "no text";
    super({
      code: "SchemaUnsupported",
      message: `The document's schema is ${shown}, expected "${expected}".`,
      next: "Check that this is the right file, and use a release of Wattproof that knows its schema.",
      facts: { expected, given: shown },
    });
  }
}

/**
 * Parses a JSON document of unknown origin: bounded, of the expected schema, each member of its type, none unknown, none
 * given twice. White space and the order of members are free. Throws `SchemaUnsupported` or the format's own error.
 */
export function parseDocument<T>(text: string, format: DocumentFormat<T>, options: ParseOptions = {}): T {
  const { schema, read, unreadable } = format;
  const readOfSchema: Read<T> = (value) => {
    const given = (value as Record<string, unknown>).schema;
    if (given !== schema) throw new SchemaUnsupported(schema, given);
    return read(value);
  };
  return parseObject(text, { read: readOfSchema, unreadable }, options);
}

/** As `parseDocument`, of a document that names no schema. Throws the format's own error. */
export function parseObject<T>(
  text: string,
  { read, unreadable }: Omit<DocumentFormat<T>, "schema">,
  { longest }: ParseOptions = {},
): T {
  const limit = longest ?? LONGEST_DOCUMENT;
  if (typeof text !== "string") throw unreadable("it is not text");
  if (text.length > limit) throw unreadable(`it has ${text.length} characters, more than ${limit}`);
  const value = parseJson(text, unreadable);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw unreadable("it is no JSON object");
  const document = readOrRefuse(value, read, unreadable);
  if (countMembers(value) !== countColons(text)) throw unreadable("a member is given twice");
  return document;
}

function parseJson(text: string, unreadable: (reason: string) => WattproofError): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's own message quotes the text, which may be hostile.
    throw unreadable("it is not whole JSON");
  }
}

function readOrRefuse<T>(value: unknown, read: Read<T>, unreadable: (reason: string) => WattproofError): T {
  try {
    return read(value);
  } catch (error) {
    if (!(error instanceof UnexpectedValue)) throw error;
    throw unreadable(`${error.path === "" ? "it" : error.path} is not ${error.expected}`);
  }
}

/** Members of all objects in a parsed value. Only called on values that a reader accepted, so its depth is bounded. */
export function countMembers(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const members = Object.values(value);
  return members.reduce<number>((sum, member) => sum + countMembers(member), Array.isArray(value) ? 0 : members.length);
}

/** Colons outside of strings: one per member as written, where `JSON.parse` silently keeps the last of equal keys. */
function countColons(text: string): number {
  let colons = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') inString = !inString;
    else if (inString && character === "\\") at++;
    else if (!inString && character === ":") colons++;
  }
  return colons;
}
