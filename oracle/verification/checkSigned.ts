import type { Hex } from "../../protocol/hex.js";
import { countersSaltOf } from "../../protocol/records/countersSalt.js";
import { DeviceStatus } from "../../protocol/records/enrolment.js";
import { linkOf } from "../../protocol/records/link.js";
import type { SignedRecord } from "../../protocol/records/record.js";
import { sends } from "./checkShape.js";
import type { KnownDevice } from "./deviceDirectory.js";
import { RecordRefused } from "./errors.js";

const STATUS_NAMES = Object.fromEntries(Object.entries(DeviceStatus).map(([name, value]) => [value, name]));

/** Throws `RecordRefused` with code DeviceUnknown or DeviceNotActive. */
export function checkActive({ status }: KnownDevice, device: Hex): void {
  if (status === DeviceStatus.Unknown) {
    throw new RecordRefused("DeviceUnknown", `The registry knows no device ${device}.`);
  }
  if (status !== DeviceStatus.Active) {
    throw new RecordRefused("DeviceNotActive", `The device ${device} is ${STATUS_NAMES[status]}, not Active.`);
  }
}

/**
 * Checks who signed a record.
 * Throws `RecordRefused` with code DeviceUnknown, DeviceNotActive, RecordKindMismatch or SignatureInvalid.
 * @param mustBeActive False for a record that was taken before: what the device is now changes nothing about it.
 */
export function checkSigned(known: KnownDevice, signed: SignedRecord, structHash: Hex, mustBeActive: boolean): void {
  const { header, type } = signed.record;
  if (mustBeActive || !known.verify) checkActive(known, header.device);
  if (!sends(known.kind, type)) {
    throw new RecordRefused("RecordKindMismatch", `The device ${header.device} is of a kind that sends no ${type}.`);
  }
  if (!known.verify?.(structHash, signed.signature)) {
    const message = `The key of device ${header.device} did not sign record ${header.sequence}.`;
    throw new RecordRefused("SignatureInvalid", message);
  }
}

/**
 * Checks what the signature does not cover against what it does.
 * Throws `RecordRefused` with code LinkMismatch or SaltMismatch.
 */
export function checkEnvelope({ record, previous, salt }: SignedRecord): void {
  if (linkOf(previous, salt) !== record.header.link) {
    const message = `Predecessor and salt of record ${record.header.sequence} are not those that its device signed.`;
    throw new RecordRefused("LinkMismatch", message);
  }
  if (record.type !== "ChargeCycle") return;
  const { header, measurements, counters } = record;
  if (measurements.salt !== salt || counters.salt !== countersSaltOf(salt)) {
    const message = `The measurements or counters of record ${header.sequence} hold another salt than the record's.`;
    throw new RecordRefused("SaltMismatch", message);
  }
}
