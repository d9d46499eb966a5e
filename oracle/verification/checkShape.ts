import { WattproofError } from "../../protocol/errors.js";
import { type Hex, isHex, ZERO_HASH } from "../../protocol/hex.js";
import {
  type ChargeCycle,
  CorrectionReason,
  NOT_MEASURED_INT64,
  NOT_MEASURED_UINT64,
} from "../../protocol/records/chargeCycle.js";
import { DeviceKind } from "../../protocol/records/enrolment.js";
import type { DeviceRecord, SignedRecord } from "../../protocol/records/record.js";
import { structHashOf } from "../../protocol/records/structHash.js";
import { RecordRefused } from "./errors.js";

/** Sequences are kept as numbers; no device counts this far. */
const LARGEST_SEQUENCE = BigInt(Number.MAX_SAFE_INTEGER);

/** Which kinds of device send which records. */
const SENT_BY: Readonly<Record<DeviceRecord["type"], readonly DeviceKind[]>> = {
  MeterReading: [DeviceKind.Meter],
  ChargeCycle: [DeviceKind.Battery],
  SensorReading: [DeviceKind.Sensor, DeviceKind.Gateway, DeviceKind.Charger],
};

/** True if a device of this kind sends records of this type. */
export function sends(kind: DeviceKind, type: DeviceRecord["type"]): boolean {
  return SENT_BY[type].includes(kind);
}

/**
 * Struct hash of a record that came from outside, after checking that it has one and that its time is possible.
 * @param latestS Latest time that is believed, Unix seconds.
 * Throws `RecordRefused` with code RecordInvalid, CorrectionIncomplete or RecordTimeInvalid.
 */
export function hashOfReceived(signed: SignedRecord, latestS: bigint): Hex {
  if (typeof signed !== "object" || signed === null) throw invalid("it is no record at all");
  const { record, previous, salt, signature } = signed;
  if (typeof record !== "object" || record === null || !Object.hasOwn(SENT_BY, record.type))
    throw invalid("its type is unknown");
  if (!isHex(previous, 32) || !isHex(salt, 32)) throw invalid("previous and salt are 32 bytes of lower-case 0x hex");
  if (!isHex(signature)) throw invalid("the signature is no lower-case 0x hex");
  const hash = encode(record);
  const { sequence, timestampS } = record.header;
  if (sequence < 1n || sequence > LARGEST_SEQUENCE) throw invalid(`its sequence is ${sequence}`);
  if (timestampS < 1n || timestampS > latestS) {
    throw new RecordRefused("RecordTimeInvalid", `The record's time ${timestampS} is not from 1 to ${latestS} s.`);
  }
  if (record.type === "ChargeCycle") checkCycle(record);
  return hash;
}

/** What a cycle's encoding cannot tell apart, and what it must say together. */
function checkCycle({ measurements, counters, header }: ChargeCycle): void {
  for (const [name, value] of [...Object.entries(measurements), ...Object.entries(counters)]) {
    if (value === NOT_MEASURED_UINT64 || value === NOT_MEASURED_INT64) {
      throw invalid(`its ${name} is the number that stands for null`);
    }
  }
  const { supersedes, correctionReason } = measurements;
  if ((supersedes === ZERO_HASH) !== (correctionReason === CorrectionReason.None)) {
    const message = `Record ${header.sequence} names a record that it corrects without a reason, or a reason without a record.`;
    throw new RecordRefused("CorrectionIncomplete", message);
  }
}

function encode(record: DeviceRecord): Hex {
  try {
    return structHashOf(record);
  } catch (error) {
    // A field that is missing altogether ends in a TypeError; both say that there is nothing to sign.
    throw invalid(error instanceof WattproofError ? error.message.replace(/\.$/, "") : "a field is missing");
  }
}

function invalid(reason: string): RecordRefused {
  return new RecordRefused("RecordInvalid", `The record has no encoding: ${reason}.`);
}
