import { canonicalJson } from "../canonicalJson.js";
import { WattproofError } from "../errors.js";
import type { Hex } from "../hex.js";
import type { ChargeCycle } from "../records/chargeCycle.js";
import type { Gap } from "../records/gap.js";
import type { MeterReading } from "../records/meterReading.js";
import type { SignedRecord } from "../records/record.js";
import type { SensorReading } from "../records/sensorReading.js";
import type { PassportFacts } from "./passport.js";

export const EVIDENCE_SCHEMA = "wattproof-evidence/2";

/** Which chain and deployment a document speaks of. */
export interface ChainFacts {
  readonly chainId: bigint;
  /** Hash of the chain's first block: tells apart chains that share an id. */
  readonly genesisHash: Hex;
  /** Address of the `Directory`, the verifying contract of every record's domain. */
  readonly directory: Hex;
}

/** An anchored batch by what names it. */
export interface BatchReference {
  readonly stream: Hex;
  /** Position in the stream; the first is 1. */
  readonly sequence: bigint;
  readonly root: Hex;
  /** Number of leaves. */
  readonly count: number;
}

/** Where a leaf is anchored. */
export interface Inclusion {
  /** Index into the bundle's `batches`. */
  readonly batch: number;
  /** Sibling hashes from leaf to root. */
  readonly proof: readonly Hex[];
}

/** What a record carries beside what its device signed. */
export type SignedMembers = Omit<SignedRecord, "record">;

/** A device's record with its signature and inclusion proof. */
export type ProvenRecord = (ChargeCycle | MeterReading | SensorReading) & SignedMembers & Inclusion;

/** A gap with its inclusion proof. */
export type ProvenGap = Gap & Inclusion;

export type ProvenEntry = ProvenRecord | ProvenGap;

/**
 * `complete`: from the battery's first record to its checkpoint or beyond. `part`: any run of records without a break
 * that is less than that, one record at least.
 */
export const EVIDENCE_SCOPES = ["complete", "part"] as const;
export type EvidenceScope = (typeof EVIDENCE_SCOPES)[number];

/** What a bundle says before its records. */
export interface EvidenceHead {
  readonly schema: typeof EVIDENCE_SCHEMA;
  readonly chain: ChainFacts;
  /** `unsealed`: the bundle carries no block seals, so its roots must come from a chain or a trusted file. */
  readonly finality: "unsealed";
  readonly scope: EvidenceScope;
  readonly passport: PassportFacts;
  readonly batches: readonly BatchReference[];
}

/** Everything that proves a battery's past to whoever knows the chain's roots. Holds nothing that is not checked. */
export interface EvidenceBundle extends EvidenceHead {
  /** In history order: by device in the order of binding, then by sequence. */
  readonly records: readonly ProvenEntry[];
}

/** A file that is no evidence bundle of this format. */
export class EvidenceUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "EvidenceUnreadable",
      message: `The evidence file cannot be read: ${reason}.`,
      next: "Ask for the file again; it is cut short, changed, or no evidence file.",
      facts: { reason },
    });
  }
}

/**
 * The text of a bundle in pieces, for files that are longer than a string can be. Members in the order of `EvidenceHead`,
 * the records last, so that a reader knows what it is to check before the first record; below that, canonical JSON.
 */
export function* evidenceText(bundle: EvidenceBundle): Generator<string> {
  const { schema, chain, finality, scope, passport } = bundle;
  const head = { schema, chain, finality, scope, passport };
  yield `{${Object.entries(head)
    .map(([name, value]) => `"${name}":${canonicalJson(value)}`)
    .join(",")}`;
  for (const name of ["batches", "records"] as const) {
    yield `,"${name}":[`;
    let separator = "";
    for (const item of bundle[name]) {
      yield `${separator}${canonicalJson(item)}`;
      separator = ",";
    }
    yield "]";
  }
  yield "}";
}

/** The text of a bundle. A string cannot hold more than some 150,000 records: see `evidenceText`. */
export function serializeEvidence(bundle: EvidenceBundle): string {
  return [...evidenceText(bundle)].join("");
}
