import fc from "fast-check";
import type {
  ChargeCycle,
  CycleCounters,
  CycleMeasurements,
  DeviceKind,
  DeviceRecord,
  Enrolment,
  Gap,
  Hex,
  MeterReading,
  RecordHeader,
  SensorReading,
} from "../../../protocol/index.js";
import { toHex } from "../../../protocol/index.js";

/** Random values of every record type, extremes of each range included. */
export const hexOf = (byteLength: number): fc.Arbitrary<Hex> =>
  fc.uint8Array({ minLength: byteLength, maxLength: byteLength }).map(toHex);

export const hash = hexOf(32);
export const address = hexOf(20);
export const uint64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
export const int64 = fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n });
const positiveUint64 = fc.bigInt({ min: 1n, max: (1n << 64n) - 1n });

export const header: fc.Arbitrary<RecordHeader> = fc.record({
  device: hash,
  sequence: positiveUint64,
  timestampS: uint64,
  timeSource: fc.constantFrom(0 as const, 1 as const, 2 as const),
  signedBy: fc.constantFrom(0 as const, 1 as const),
  link: hash,
});

export const meterReading: fc.Arbitrary<MeterReading> = fc.record({
  type: fc.constant("MeterReading" as const),
  header,
  importWh: uint64,
  exportWh: uint64,
});

export const sensorReading: fc.Arbitrary<SensorReading> = fc.record({
  type: fc.constant("SensorReading" as const),
  header,
  field: fc.stringMatching(/^[\x21-\x7e]{1,31}$/),
  valueMilli: int64,
});

/** A quantity or null; never the word that stands for null. */
const measuredUint64 = fc.option(fc.bigInt({ min: 0n, max: (1n << 64n) - 2n }));
const measuredInt64 = fc.option(fc.bigInt({ min: 1n - (1n << 63n), max: (1n << 63n) - 1n }));

export const cycleMeasurements: fc.Arbitrary<CycleMeasurements> = fc.record({
  chargeMicroAh: uint64,
  dischargeMicroAh: uint64,
  chargeMicroWh: uint64,
  dischargeMicroWh: uint64,
  chargeDurationMs: uint64,
  dischargeDurationMs: uint64,
  voltageMaxMicroV: uint64,
  voltageMinMicroV: uint64,
  chargeCurrentMaxMicroA: measuredUint64,
  dischargeCurrentMaxMicroA: measuredUint64,
  chargeTemperatureMaxMilliC: measuredInt64,
  chargeTemperatureMinMilliC: measuredInt64,
  dischargeTemperatureMaxMilliC: measuredInt64,
  dischargeTemperatureMinMilliC: measuredInt64,
  supersedes: hash,
  correctionReason: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const, 4 as const),
  salt: hash,
});

export const cycleCounters: fc.Arbitrary<CycleCounters> = fc.record({
  chargeCount: uint64,
  dischargeCount: uint64,
  numberOfFullCycles: uint64,
  energyThroughputMicroWh: uint64,
  capacityThroughputMicroAh: uint64,
  deepDischargeCount: measuredUint64,
  overChargeCount: measuredUint64,
  timeExtremeHighTempMs: measuredUint64,
  timeExtremeLowTempMs: measuredUint64,
  timeExtremeHighTempChargingMs: measuredUint64,
  timeExtremeLowTempChargingMs: measuredUint64,
  salt: hash,
});

export const chargeCycle: fc.Arbitrary<ChargeCycle> = fc.record({
  type: fc.constant("ChargeCycle" as const),
  header,
  measurements: cycleMeasurements,
  counters: cycleCounters,
});

export const deviceRecord: fc.Arbitrary<DeviceRecord> = fc.oneof(meterReading, sensorReading, chargeCycle);

export const gap: fc.Arbitrary<Gap> = fc.record({
  type: fc.constant("Gap" as const),
  device: hash,
  fromSequence: positiveUint64,
  toSequence: positiveUint64,
  reason: fc.constant(1 as const),
});

export const enrolment: fc.Arbitrary<Enrolment> = fc.record({
  device: hash,
  kind: fc.integer({ min: 1, max: 5 }).map((kind) => kind as DeviceKind),
  organisation: address,
  owner: address,
  signer: fc.oneof(hexOf(20), hexOf(84)),
  enrolmentKey: address,
  expiresAtS: uint64,
});
