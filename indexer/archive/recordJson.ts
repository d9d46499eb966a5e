import { hex, object } from "../../protocol/json/readers.js";
import { readDeviceRecord, readSignature } from "../../protocol/json/records.js";
import type { SignedRecord } from "../../protocol/records/record.js";

const readSigned = object<SignedRecord>({
  record: readDeviceRecord,
  previous: hex(32),
  salt: hex(32),
  signature: readSignature,
});

/** JSON of a signed record, whole numbers as decimal strings. */
export function recordToJson({ record, previous, salt, signature }: SignedRecord): string {
  return JSON.stringify({ record, previous, salt, signature }, (_key, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
}

/** The signed record behind its JSON. Throws `UnexpectedValue` for what is no signed record. */
export function recordFromJson(json: string): SignedRecord {
  return readSigned(JSON.parse(json));
}
