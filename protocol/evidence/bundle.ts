import { canonicalJson } from "../canonicalJson.js";
import { WattproofError } from "../errors.js";
import type { Hex } from "../hex.js";
import { type ParseOptions, parseDocument } from "../json/document.js";
import { array, integer, literal, object, oneOf, type Read, text, uint64 } from "../json/readers.js";
import {
  chargeCycleMembers,
  forwards,
  gapMembers,
  meterReadingMembers,
  readAddress,
  readHash,
  readSignature,
  sensorReadingMembers,
} from "../json/records.js";
import type { ChargeCycle } from "../records/chargeCycle.js";
import type { Gap } from "../records/gap.js";
import type { MeterReading } from "../records/meterReading.js";
import type { SignedRecord } from "../records/record.js";
import type { SensorReading } from "../records/sensorReading.js";

export const EVIDENCE_SCHEMA = "wattproof-evidence/1";

/** Which chain and deployment a document speaks of. */
export interface ChainFacts {
  readonly chainId: bigint;
  /** Hash of the chain's first block: tells apart chains that share an id. */
  readonly genesisHash: Hex;
  /** Address of the `Directory`, the verifying contract of every record's domain. */
  readonly directory: Hex;
}

/** What the maker stated at the factory gate. */
export interface PassportFacts {
  readonly batteryPassportIdentifier: string;
  /** Account of the member that issued the passport. */
  readonly maker: Hex;
  readonly model: string;
  readonly chemistry: string;
  readonly ratedCapacityMicroAh: bigint;
  readonly ratedEnergyMicroWh: bigint;
  readonly factoryChargeCount: number;
  readonly factoryDischargeCount: number;
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

type Signed = Omit<SignedRecord, "record">;

/** A device's record with its signature and inclusion proof. */
export type ProvenRecord = (ChargeCycle | MeterReading | SensorReading) & Signed & Inclusion;

/** A gap with its inclusion proof. */
export type ProvenGap = Gap & Inclusion;

export type ProvenEntry = ProvenRecord | ProvenGap;

/** Everything that proves a battery's past to whoever knows the chain's roots. Holds nothing that is not checked. */
export interface EvidenceBundle {
  readonly schema: typeof EVIDENCE_SCHEMA;
  readonly chain: ChainFacts;
  /** `unsealed`: the bundle carries no block seals, so its roots must come from a chain or a trusted file. */
  readonly finality: "unsealed";
  readonly passport: PassportFacts;
  readonly batches: readonly BatchReference[];
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

/** Counts beyond these are refused before they cost memory. */
const MOST_BATCHES = 1_000_000;
const MOST_RECORDS = 1_000_000;
/** A batch holds fewer than 2³² leaves. */
const LONGEST_PROOF = 32;
const LONGEST_IDENTIFIER = 128;
const LONGEST_TEXT = 1024;

export const passportFactsMembers = {
  batteryPassportIdentifier: text(1, LONGEST_IDENTIFIER),
  maker: readAddress,
  model: text(0, LONGEST_TEXT),
  chemistry: text(0, LONGEST_TEXT),
  ratedCapacityMicroAh: uint64(1n),
  ratedEnergyMicroWh: uint64(),
  factoryChargeCount: integer(),
  factoryDischargeCount: integer(),
} satisfies { [Key in keyof PassportFacts]: Read<PassportFacts[Key]> };

export const chainFactsMembers = {
  chainId: uint64(1n),
  genesisHash: readHash,
  directory: readAddress,
} satisfies { [Key in keyof ChainFacts]: Read<ChainFacts[Key]> };

export const batchReferenceMembers = {
  stream: readHash,
  sequence: uint64(1n),
  root: readHash,
  count: integer(1),
} satisfies { [Key in keyof BatchReference]: Read<BatchReference[Key]> };

const inclusionMembers = { batch: integer(), proof: array(readHash, LONGEST_PROOF) };
const signedMembers = { previous: readHash, salt: readHash, signature: readSignature, ...inclusionMembers };

const readEntry: Read<ProvenEntry> = oneOf<ProvenEntry>("type", {
  ChargeCycle: object<ChargeCycle & Signed & Inclusion>({ ...chargeCycleMembers, ...signedMembers }),
  MeterReading: object<MeterReading & Signed & Inclusion>({ ...meterReadingMembers, ...signedMembers }),
  SensorReading: object<SensorReading & Signed & Inclusion>({ ...sensorReadingMembers, ...signedMembers }),
  Gap: forwards(object<ProvenGap>({ ...gapMembers, ...inclusionMembers })),
});

const readBundle: Read<EvidenceBundle> = object<EvidenceBundle>({
  schema: literal(EVIDENCE_SCHEMA),
  chain: object<ChainFacts>(chainFactsMembers),
  finality: literal("unsealed"),
  passport: object<PassportFacts>(passportFactsMembers),
  batches: array(object<BatchReference>(batchReferenceMembers), MOST_BATCHES),
  records: array(readEntry, MOST_RECORDS),
});

/** Parses the text of an `*.evidence.json`. Throws `EvidenceUnreadable` or `SchemaUnsupported`. */
export function parseEvidence(text: string, options?: ParseOptions): EvidenceBundle {
  const unreadable = (reason: string) => new EvidenceUnreadable(reason);
  return parseDocument(text, { schema: EVIDENCE_SCHEMA, read: readBundle, unreadable }, options);
}

/** Canonical JSON text of a bundle. */
export function serializeEvidence(bundle: EvidenceBundle): string {
  return canonicalJson(bundle);
}
