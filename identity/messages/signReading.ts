import {
  domainSeparator,
  type Hex,
  linkOf,
  type MeterReading,
  newSalt,
  SignedBy,
  type SignedRecord,
  structHashOf,
  type TimeSource,
} from "../../protocol/index.js";
import type { DeviceKey } from "../keystore/deviceKey.js";
import type { DeviceBinding } from "../keystore/deviceKeystore.js";

/** A reading with the hash that the device's next record names as its predecessor. */
export interface SignedReading {
  readonly signed: SignedRecord & { readonly record: MeterReading };
  readonly structHash: Hex;
}

/** What a meter is to sign. */
export interface ReadingWish {
  /** Position in the device's history; the first is 1. */
  readonly sequence: bigint;
  /** Struct hash of its preceding record; zero before the first. */
  readonly previous: Hex;
  /** Unix seconds. */
  readonly timestampS: bigint;
  readonly timeSource: TimeSource;
  readonly importWh: bigint;
  readonly exportWh: bigint;
}

/** A meter's reading, signed with its own key, without asking any chain. Throws `IntegerOutOfRange`. */
export function signReading(binding: DeviceBinding, key: DeviceKey, wish: ReadingWish): SignedReading {
  const { device, chainId, directory } = binding;
  const { sequence, previous, timestampS, timeSource, importWh, exportWh } = wish;
  const salt = newSalt();
  const link = linkOf(previous, salt);
  const header = { device, sequence, timestampS, timeSource, signedBy: SignedBy.Device, link };
  const record: MeterReading = { type: "MeterReading", header, importWh, exportWh };
  const structHash = structHashOf(record);
  const signature = key.sign(domainSeparator({ chainId, directory }), structHash);
  return { signed: { record, previous, salt, signature }, structHash };
}
