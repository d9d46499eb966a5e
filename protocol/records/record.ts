import type { Hex } from "../hex.js";
import type { ChargeCycle } from "./chargeCycle.js";
import type { MeterReading } from "./meterReading.js";
import type { SensorReading } from "./sensorReading.js";

/** A record that a device signs. */
export type DeviceRecord = MeterReading | ChargeCycle | SensorReading;

/** A record with everything that its receiver must keep to prove it later. */
export interface SignedRecord {
  readonly record: DeviceRecord;
  /** Struct hash of the device's preceding record, zero before the first. */
  readonly previous: Hex;
  /** The 32 random bytes behind `header.link`. */
  readonly salt: Hex;
  /** secp256k1: 65 bytes r‖s‖v with v 27 or 28; P-256: 64 bytes r‖s; low s only. */
  readonly signature: Hex;
}
