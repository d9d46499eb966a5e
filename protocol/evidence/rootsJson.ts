import { canonicalJson } from "../canonicalJson.js";
import { WattproofError } from "../errors.js";
import type { Hex } from "../hex.js";
import { type ParseOptions, parseDocument } from "../json/document.js";
import { array, choice, literal, nullable, object, type Read, UnexpectedValue, uint64 } from "../json/readers.js";
import { readCounters, readHash } from "../json/records.js";
import { DeviceKind, DeviceStatus } from "../records/enrolment.js";
import { parseSigner } from "../signatures/signer.js";
import { batchReferenceMembers, chainFactsMembers } from "./bundleJson.js";
import { requireConsistent } from "./contradictions.js";
import { BatteryStatus, Continuity, passportFactsMembers, readIdentifier } from "./passport.js";
import {
  type AnchoredBatch,
  type Binding,
  type CheckpointRoot,
  type DeviceRoots,
  type PassportRoots,
  type PublishedCounters,
  ROOTS_SCHEMA,
  type Roots,
  type SignerPeriod,
  type StatusPeriod,
} from "./roots.js";

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
/** As `BatteryPassport` bounds them. */
const MOST_PREDECESSORS = 64;

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
  status: choice(BatteryStatus),
  predecessors: array(readIdentifier, MOST_PREDECESSORS),
  successor: nullable(readIdentifier),
  bindings: array(
    object<Binding>({
      device: readHash,
      firstSequence: uint64(1n),
      lastSequence: uint64(),
      boundAtS: uint64(),
      continuity: choice(Continuity),
      attestation: readHash,
    }),
    MOST_ITEMS,
  ),
  checkpoint: nullable(
    object<CheckpointRoot>({
      device: readHash,
      sequence: uint64(1n),
      recordHash: readHash,
      countersHash: readHash,
    }),
  ),
  counters: nullable(object<PublishedCounters>({ device: readHash, sequence: uint64(1n), counters: readCounters })),
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

/** Parses the text of a `roots.json`. Throws `RootsUnreadable`, `SchemaUnsupported` or `RootsContradictory`. */
export function parseRoots(text: string, options?: ParseOptions): Roots {
  const unreadable = (reason: string) => new RootsUnreadable(reason);
  const roots = parseDocument(text, { schema: ROOTS_SCHEMA, read: readRoots, unreadable }, options);
  requireConsistent(roots);
  return roots;
}

/** The text of roots: `schema` first, so that what is given for something else is told apart at once; canonical below. */
export function serializeRoots({ schema, ...roots }: Roots): string {
  return `{"schema":${canonicalJson(schema)},${canonicalJson(roots).slice(1)}`;
}
