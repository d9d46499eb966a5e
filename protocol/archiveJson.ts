import type { ArchivedBatch, ArchivedLeaf } from "./archive.js";
import { canonicalJson } from "./canonicalJson.js";
import { WattproofError } from "./errors.js";
import { type ParseOptions, parseDocument } from "./json/document.js";
import { array, literal, object, type Read, uint64 } from "./json/readers.js";
import { readDeviceRecord, readGap, readHash, readSignature } from "./json/records.js";
import type { SignedRecord } from "./records/record.js";

export const BATCH_SCHEMA = "wattproof-batch/1";

/** A batch count fits 32 bits; an archive file holds far fewer. */
const MOST_LEAVES = 10_000_000;

/** A file that is no archived batch of this format. */
export class BatchUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "BatchUnreadable",
      message: `The archived batch cannot be read: ${reason}.`,
      next: "Restore the archive from a copy.",
      facts: { reason },
    });
  }
}

/** A signed record as JSON carries it; for documents that embed one. */
export const readSignedRecord: Read<SignedRecord> = object<SignedRecord>({
  record: readDeviceRecord,
  previous: readHash,
  salt: readHash,
  signature: readSignature,
});

const readLeaf: Read<ArchivedLeaf> = (value) => {
  const signed = typeof value === "object" && value !== null && Object.hasOwn(value, "record");
  return signed ? readSignedRecord(value) : readGap(value);
};

const readBatch = object<ArchivedBatch & { schema: typeof BATCH_SCHEMA }>({
  schema: literal(BATCH_SCHEMA),
  stream: readHash,
  sequence: uint64(1n),
  previousRoot: readHash,
  root: readHash,
  leaves: array(readLeaf, MOST_LEAVES),
});

/**
 * Parses the text of an archived batch. Its root is taken as it stands: rebuild the tree before trusting the leaves.
 * Throws `BatchUnreadable` or `SchemaUnsupported`.
 */
export function parseBatch(text: string, options?: ParseOptions): ArchivedBatch {
  const unreadable = (reason: string) => new BatchUnreadable(reason);
  const { schema: _, ...batch } = parseDocument(text, { schema: BATCH_SCHEMA, read: readBatch, unreadable }, options);
  return batch;
}

/** Canonical JSON text of an archived batch. */
export function serializeBatch(batch: ArchivedBatch): string {
  return canonicalJson({ schema: BATCH_SCHEMA, ...batch });
}
