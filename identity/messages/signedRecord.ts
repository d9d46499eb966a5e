import { encodeBytes32String, toBeHex, toTwos } from "ethers";
import {
  countersHashOf,
  type DeviceRecord,
  type Hex,
  measurementsHashOf,
  RecordType,
  readDeviceRecord,
  type SignedRecord,
} from "../../protocol/index.js";
import { parseDocument } from "../../protocol/json/document.js";
import { array, hex, literal, nullable, object, type Read, uint64 } from "../../protocol/json/readers.js";
import { readSignature } from "../../protocol/json/records.js";
import { RecordUnreadable } from "../errors.js";

/** Where a record was anchored. */
export interface RecordAnchorage {
  readonly stream: Hex;
  readonly batchSequence: bigint;
  readonly root: Hex;
  readonly proof: readonly Hex[];
}

/** A record that a device signed, to be held against another of the same sequence. */
export interface AccusedRecord extends Pick<SignedRecord, "record" | "signature"> {
  /** Null if it is in no batch: then the device's present key must have signed it. */
  readonly anchor: RecordAnchorage | null;
}

const SCHEMA = "wattproof-signed-record/1";
const LONGEST_RECORD = 64 * 1024;
/** Levels of a tree with more leaves than any batch. */
const LONGEST_PROOF = 64;

const readRecord: Read<AccusedRecord & { readonly schema: typeof SCHEMA }> = object({
  schema: literal(SCHEMA),
  record: readDeviceRecord,
  signature: readSignature,
  anchor: nullable(
    object<RecordAnchorage>({
      stream: hex(32),
      batchSequence: uint64(1n),
      root: hex(32),
      proof: array(hex(32), LONGEST_PROOF),
    }),
  ),
});

/** Reads a signed record of unknown origin. @throws RecordUnreadable, SchemaUnsupported */
export function parseSignedRecord(text: string): AccusedRecord {
  const unreadable = (reason: string) => new RecordUnreadable(reason);
  const { record, signature, anchor } = parseDocument(
    text,
    { schema: SCHEMA, read: readRecord, unreadable },
    { longest: LONGEST_RECORD },
  );
  return { record, signature, anchor };
}

const ZERO: Hex = `0x${"00".repeat(32)}`;

/** A signed record as `IncidentRegistry.proveEquivocation` takes it. */
export function recordArguments({ record, signature, anchor }: AccusedRecord) {
  return {
    recordType: RecordType[record.type],
    header: record.header,
    members: membersOf(record),
    signature,
    stream: anchor?.stream ?? ZERO,
    batchSequence: anchor?.batchSequence ?? 0n,
    root: anchor?.root ?? ZERO,
    proof: [...(anchor?.proof ?? [])],
  };
}

/** A record's members after its header as EIP-712 words. */
function membersOf(record: DeviceRecord): string[] {
  switch (record.type) {
    case "MeterReading":
      return [record.importWh, record.exportWh].map((value) => toBeHex(value, 32));
    case "SensorReading":
      return [encodeBytes32String(record.field), toBeHex(toTwos(record.valueMilli, 256), 32)];
    case "ChargeCycle":
      return [measurementsHashOf(record.measurements), countersHashOf(record.counters)];
  }
}
