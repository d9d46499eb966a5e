import { canonicalJson } from "../canonicalJson.js";
import { WattproofError } from "../errors.js";
import type { Hex } from "../hex.js";
import { type ParseOptions, parseDocument } from "../json/document.js";
import { array, choice, literal, nullable, object, type Read, UnexpectedValue, uint64 } from "../json/readers.js";
import { readHash } from "../json/records.js";
import { DeviceKind, DeviceStatus } from "../records/enrolment.js";
import { parseSigner } from "../signatures/signer.js";
import {
  type BatchReference,
  batchReferenceMembers,
  type ChainFacts,
  chainFactsMembers,
  type PassportFacts,
  passportFactsMembers,
} from "./bundle.js";

export const ROOTS_SCHEMA = "wattproof-roots/1";

/** An anchored batch as the chain knows it. */
export interface AnchoredBatch extends BatchReference {
  /** Earliest and latest time that a record of the batch claims, Unix seconds. */
  readonly fromS: bigint;
  readonly toS: bigint;
  /** Block time of the anchor, Unix seconds: signer and status are judged at this time. */
  readonly anchoredAtS: bigint;
}

/** ERC-7913 signer bytes and the block time from which they counted. */
export interface SignerPeriod {
  readonly sinceS: bigint;
  readonly signer: Hex;
}

/** A status and the block time from which it counted. */
export interface StatusPeriod {
  readonly sinceS: bigint;
  readonly status: DeviceStatus;
}

export interface DeviceRoots {
  readonly device: Hex;
  readonly kind: DeviceKind;
  /** Oldest first. */
  readonly signers: readonly SignerPeriod[];
  /** Oldest first. */
  readonly statuses: readonly StatusPeriod[];
}

/** Which device measures a battery, and from which of its records on. */
export interface Binding {
  readonly device: Hex;
  readonly firstSequence: bigint;
  readonly boundAtS: bigint;
}

/** The record up to which the chain knows a battery's history to exist. */
export interface CheckpointRoot {
  readonly device: Hex;
  readonly sequence: bigint;
  /** Struct hash of the record. */
  readonly recordHash: Hex;
}

export interface PassportRoots extends PassportFacts {
  /** Oldest first. */
  readonly bindings: readonly Binding[];
  /** Null before the first checkpoint. */
  readonly checkpoint: CheckpointRoot | null;
}

/** Everything that a verifier must trust, as read from the chain at one block. */
export interface Roots extends ChainFacts {
  readonly schema: typeof ROOTS_SCHEMA;
  readonly block: { readonly number: bigint; readonly hash: Hex; readonly timestampS: bigint };
  readonly batches: readonly AnchoredBatch[];
  readonly devices: readonly DeviceRoots[];
  readonly passports: readonly PassportRoots[];
}

/** A file that is no roots file of this format. */
export class RootsUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "RootsUnreadable",
      message: `The roots file cannot be read: ${reason}.`,
      next: "Export the roots again from a node that you trust.",
      facts: { reason },
    });
  }
}

const MOST_ITEMS = 10_000_000;

const readSigner: Read<Hex> = (value) => {
  try {
    parseSigner(value as Hex);
    return value as Hex;
  } catch {
    throw new UnexpectedValue("ERC-7913 bytes of a secp256k1 or P-256 signer");
  }
};

const readDevice: Read<DeviceRoots> = object<DeviceRoots>({
  device: readHash,
  kind: choice(DeviceKind),
  signers: array(object<SignerPeriod>({ sinceS: uint64(), signer: readSigner }), MOST_ITEMS),
  statuses: array(object<StatusPeriod>({ sinceS: uint64(), status: choice(DeviceStatus) }), MOST_ITEMS),
});

const readPassport: Read<PassportRoots> = object<PassportRoots>({
  ...passportFactsMembers,
  bindings: array(object<Binding>({ device: readHash, firstSequence: uint64(1n), boundAtS: uint64() }), MOST_ITEMS),
  checkpoint: nullable(object<CheckpointRoot>({ device: readHash, sequence: uint64(1n), recordHash: readHash })),
});

const readRoots: Read<Roots> = object<Roots>({
  schema: literal(ROOTS_SCHEMA),
  ...chainFactsMembers,
  block: object<Roots["block"]>({ number: uint64(), hash: readHash, timestampS: uint64() }),
  batches: array(
    object<AnchoredBatch>({ ...batchReferenceMembers, fromS: uint64(), toS: uint64(), anchoredAtS: uint64(1n) }),
    MOST_ITEMS,
  ),
  devices: array(readDevice, MOST_ITEMS),
  passports: array(readPassport, MOST_ITEMS),
});

/** Parses the text of a `roots.json`. Throws `RootsUnreadable` or `SchemaUnsupported`. */
export function parseRoots(text: string, options?: ParseOptions): Roots {
  const unreadable = (reason: string) => new RootsUnreadable(reason);
  return parseDocument(text, { schema: ROOTS_SCHEMA, read: readRoots, unreadable }, options);
}

/** Canonical JSON text of roots. */
export function serializeRoots(roots: Roots): string {
  return canonicalJson(roots);
}
