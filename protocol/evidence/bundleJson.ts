import { type ParseOptions, parseDocument } from "../json/document.js";
import { array, integer, literal, object, oneOf, type Read, uint64, word } from "../json/readers.js";
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
import type { MeterReading } from "../records/meterReading.js";
import type { SensorReading } from "../records/sensorReading.js";
import {
  type BatchReference,
  type ChainFacts,
  EVIDENCE_SCHEMA,
  EVIDENCE_SCOPES,
  type EvidenceBundle,
  type EvidenceHead,
  EvidenceUnreadable,
  type Inclusion,
  type ProvenEntry,
  type ProvenGap,
  type SignedMembers,
} from "./bundle.js";
import { type PassportFacts, passportFactsMembers } from "./passport.js";

/** Most records and most batches of one bundle; more is refused before it costs memory. */
export const MOST_RECORDS = 500_000;
/** A batch holds fewer than 2³² leaves. */
const LONGEST_PROOF = 32;

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

/** One item of a bundle's `records`. */
export const readEntry: Read<ProvenEntry> = oneOf<ProvenEntry>("type", {
  ChargeCycle: object<ChargeCycle & SignedMembers & Inclusion>({ ...chargeCycleMembers, ...signedMembers }),
  MeterReading: object<MeterReading & SignedMembers & Inclusion>({ ...meterReadingMembers, ...signedMembers }),
  SensorReading: object<SensorReading & SignedMembers & Inclusion>({ ...sensorReadingMembers, ...signedMembers }),
  Gap: forwards(object<ProvenGap>({ ...gapMembers, ...inclusionMembers })),
});

/** One item of a bundle's `batches`. */
export const readBatchReference: Read<BatchReference> = object<BatchReference>(batchReferenceMembers);

/** Readers of a bundle's head but for its batches, for whoever reads a bundle member by member. */
export const headMembers = {
  schema: literal(EVIDENCE_SCHEMA),
  chain: object<ChainFacts>(chainFactsMembers),
  finality: literal("unsealed"),
  scope: word(EVIDENCE_SCOPES),
  passport: object<PassportFacts>(passportFactsMembers),
} satisfies { [Key in Exclude<keyof EvidenceHead, "batches">]: Read<EvidenceHead[Key]> };

const readBundle: Read<EvidenceBundle> = object<EvidenceBundle>({
  ...headMembers,
  batches: array(readBatchReference, MOST_RECORDS),
  records: array(readEntry, MOST_RECORDS),
});

/**
 * Parses the text of an `*.evidence.json` as a whole; the room `evidence/` reads larger files piece by piece.
 * Throws `EvidenceUnreadable` or `SchemaUnsupported`.
 */
export function parseEvidence(text: string, options?: ParseOptions): EvidenceBundle {
  const unreadable = (reason: string) => new EvidenceUnreadable(reason);
  return parseDocument(text, { schema: EVIDENCE_SCHEMA, read: readBundle, unreadable }, options);
}
