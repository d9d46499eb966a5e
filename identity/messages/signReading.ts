import {
  domainSeparator,
  type Hex,
  linkOf,
  type MeterReading,
  newSalt,
  type SensorReading,
  SignedBy,
  type SignedRecord,
  structHashOf,
  type TimeSource,
} from "../../protocol/index.js";
import type { DeviceKey } from "../keystore/deviceKey.js";
import type { DeviceBinding } from "../keystore/deviceKeystore.js";

/** What a meter's or a sensor's key signs of its own. */
export type Reading = MeterReading | SensorReading;

/** A reading with the hash that the device's next record names as its predecessor. */
export interface SignedReading<Of extends Reading = Reading> {
  readonly signed: SignedRecord & { readonly record: Of };
  readonly structHash: Hex;
}

/** Where a reading stands in its device's history, and when it was taken. */
export interface ReadingPlace {
  /** Position in the device's history; the first is 1. */
  readonly sequence: bigint;
  /** Struct hash of its preceding record; zero before the first. */
  readonly previous: Hex;
  /** Unix seconds. */
  readonly timestampS: bigint;
  readonly timeSource: TimeSource;
}

/**
 * A device's reading, signed with its own key, without asking any chain.
 * @param shown What the device measured: the record without its header.
 * @throws IntegerOutOfRange, InvalidFieldName
 */
export function signReading<Of extends Reading>(
  binding: DeviceBinding,
  key: DeviceKey,
  { sequence, previous, timestampS, timeSource }: ReadingPlace,
  shown: Omit<Of, "header">,
): SignedReading<Of> {
  const { device, chainId, directory } = binding;
  const salt = newSalt();
  const link = linkOf(previous, salt);
  const header = { device, sequence, timestampS, timeSource, signedBy: SignedBy.Device, link };
  const record = { ...shown, header } as Of;
  const structHash = structHashOf(record);
  const signature = key.sign(domainSeparator({ chainId, directory }), structHash);
  return { signed: { record, previous, salt, signature }, structHash };
}
