/** What an error is about, in plain values: names with units, values that may be printed and logged. */
export type Facts = Readonly<Record<string, string | number | bigint | boolean>>;

export interface WattproofErrorOptions {
  /** Stable name that documentation, tests and scripts may rely on. */
  readonly code: string;
  /** One sentence: what happened, with the facts. */
  readonly message: string;
  /** One sentence: what to do about it. */
  readonly next: string;
  readonly facts?: Facts;
  readonly cause?: unknown;
}

/** Every error that a user can meet; each room derives its own named classes from it. */
export class WattproofError extends Error {
  readonly code: string;
  readonly next: string;
  readonly facts: Facts;

  constructor({ code, message, next, facts = {}, cause }: WattproofErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = code;
    this.code = code;
    this.next = next;
    this.facts = facts;
  }

  /** Plain form for JSON output: code, message, next step and facts (whole numbers as decimal strings), no stack. */
  toJSON(): { code: string; message: string; next: string; facts: Record<string, string | number | boolean> } {
    const facts = Object.fromEntries(
      Object.entries(this.facts).map(([name, value]) => [name, typeof value === "bigint" ? value.toString() : value]),
    );
    return { code: this.code, message: this.message, next: this.next, facts };
  }
}

/** Text that is not lower-case 0x hex of the expected length. */
export class InvalidHex extends WattproofError {
  constructor(name: string, expected: string) {
    super({
      code: "InvalidHex",
      message: `${name} is not ${expected} of lower-case 0x hex.`,
      next: "Write bytes as 0x followed by two lower-case hex digits per byte.",
      facts: { name, expected },
    });
  }
}

/** A whole number outside of its type's range. */
export class IntegerOutOfRange extends WattproofError {
  constructor(name: string, value: unknown, type: string) {
    const shown = typeof value === "bigint" || typeof value === "number" ? value.toString() : typeof value;
    super({
      code: "IntegerOutOfRange",
      message: `${name} is ${shown}, which is no ${type}.`,
      next: `Give ${name} as a whole number within the range of ${type}.`,
      facts: { name, value: shown, type },
    });
  }
}

/** A sensor field's name that does not fit bytes32. */
export class InvalidFieldName extends WattproofError {
  constructor(field: string) {
    super({
      code: "InvalidFieldName",
      message: `The sensor field name ${quoted(field)} is not 1 to 31 visible ASCII characters.`,
      next: "Use a name of protocol/fields.ts, or another of 1 to 31 visible ASCII characters.",
      facts: { field: quoted(field) },
    });
  }
}

/** Signer bytes that are neither a secp256k1 address nor a P-256 key. */
export class InvalidSigner extends WattproofError {
  constructor(reason: string) {
    super({
      code: "InvalidSigner",
      message: `The signer bytes are unusable: ${reason}.`,
      next: "Give a 20-byte secp256k1 address, or the P-256 verifier's 20 bytes followed by the key's x and y.",
      facts: { reason },
    });
  }
}

/** A Merkle tree needs at least one leaf. */
export class EmptyTree extends WattproofError {
  constructor() {
    super({
      code: "EmptyTree",
      message: "A Merkle tree of no leaves has no root.",
      next: "Build a tree of one leaf or more.",
    });
  }
}

/** The same leaf twice in one tree. */
export class DuplicateLeaf extends WattproofError {
  constructor(leaf: string) {
    super({
      code: "DuplicateLeaf",
      message: `The leaf ${leaf} is in the batch twice.`,
      next: "Give every record once per batch.",
      facts: { leaf },
    });
  }
}

/** A proof was asked for a leaf that the tree does not hold. */
export class LeafNotInTree extends WattproofError {
  constructor(leaf: string) {
    super({
      code: "LeafNotInTree",
      message: `The tree holds no leaf ${leaf}.`,
      next: "Ask for the proof in the batch that holds the record.",
      facts: { leaf },
    });
  }
}

const LONGEST_QUOTE = 80;

/** An address without what may be secret in it: name, password and query. What is no address stays as it is. */
export function withoutSecrets(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  url.username = "";
  url.password = "";
  url.search = "";
  return url.href;
}

/** `text` of unknown origin in quotes for a message: shortened, with everything that could steer a terminal escaped. */
export function quoted(text: string): string {
  return quotedUpTo(LONGEST_QUOTE, text);
}

/** The same for texts whose end matters. @param longest Characters that are kept. */
export function quotedUpTo(longest: number, text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return JSON.stringify(short).replace(
    /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
