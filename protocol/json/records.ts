import {
  type ChargeCycle,
  CorrectionReason,
  type CycleCounters,
  type CycleMeasurements,
  type Measured,
  NOT_MEASURED_INT64,
  NOT_MEASURED_UINT64,
} from "../records/chargeCycle.js";
import { type Gap, GapReason } from "../records/gap.js";
import { type RecordHeader, SignedBy, TimeSource } from "../records/header.js";
import type { MeterReading } from "../records/meterReading.js";
import type { DeviceRecord } from "../records/record.js";
import type { SensorReading } from "../records/sensorReading.js";
import {
  choice,
  hex,
  hexOfEither,
  int64,
  literal,
  object,
  oneOf,
  type Read,
  text,
  UnexpectedValue,
  uint64,
} from "./readers.js";

/** Bytes of a P-256 and of a secp256k1 signature. */
export const readSignature = hexOfEither(64, 65);
export const readHash = hex(32);
export const readAddress = hex(20);

const LONGEST_FIELD = 31;

const readHeader: Read<RecordHeader> = object({
  device: readHash,
  sequence: uint64(1n),
  timestampS: uint64(),
  timeSource: choice(TimeSource),
  signedBy: choice(SignedBy),
  link: readHash,
});

/** A quantity or `null`; the word that encodes `null` is no quantity. */
const measured =
  (read: Read<bigint>, notMeasured: bigint): Read<Measured> =>
  (value) => {
    if (value === null) return null;
    const quantity = read(value);
    if (quantity === notMeasured) throw new UnexpectedValue("null where nothing was measured");
    return quantity;
  };
const measuredUint64 = measured(uint64(), NOT_MEASURED_UINT64);
const measuredInt64 = measured(int64, NOT_MEASURED_INT64);

const readMeasurements: Read<CycleMeasurements> = object({
  chargeMicroAh: uint64(),
  dischargeMicroAh: uint64(),
  chargeMicroWh: uint64(),
  dischargeMicroWh: uint64(),
  chargeDurationMs: uint64(),
  dischargeDurationMs: uint64(),
  voltageMaxMicroV: uint64(),
  voltageMinMicroV: uint64(),
  chargeCurrentMaxMicroA: measuredUint64,
  dischargeCurrentMaxMicroA: measuredUint64,
  chargeTemperatureMaxMilliC: measuredInt64,
  chargeTemperatureMinMilliC: measuredInt64,
  dischargeTemperatureMaxMilliC: measuredInt64,
  dischargeTemperatureMinMilliC: measuredInt64,
  supersedes: readHash,
  correctionReason: choice(CorrectionReason),
  salt: readHash,
});

export const readCounters: Read<CycleCounters> = object({
  chargeCount: uint64(),
  dischargeCount: uint64(),
  numberOfFullCycles: uint64(),
  energyThroughputMicroWh: uint64(),
  capacityThroughputMicroAh: uint64(),
  deepDischargeCount: measuredUint64,
  overChargeCount: measuredUint64,
  timeExtremeHighTempMs: measuredUint64,
  timeExtremeLowTempMs: measuredUint64,
  timeExtremeHighTempChargingMs: measuredUint64,
  timeExtremeLowTempChargingMs: measuredUint64,
  salt: readHash,
});

/** Readers of each member of a record, so that wider documents can add their own members beside them. */
export const meterReadingMembers = {
  type: literal("MeterReading"),
  header: readHeader,
  importWh: uint64(),
  exportWh: uint64(),
} satisfies { [Key in keyof MeterReading]: Read<MeterReading[Key]> };

export const chargeCycleMembers = {
  type: literal("ChargeCycle"),
  header: readHeader,
  measurements: readMeasurements,
  counters: readCounters,
} satisfies { [Key in keyof ChargeCycle]: Read<ChargeCycle[Key]> };

export const sensorReadingMembers = {
  type: literal("SensorReading"),
  header: readHeader,
  field: (value: unknown) => {
    const field = text(1, LONGEST_FIELD)(value);
    if (!/^[\x21-\x7e]+$/.test(field)) throw new UnexpectedValue("a name of visible ASCII characters");
    return field;
  },
  valueMilli: int64,
} satisfies { [Key in keyof SensorReading]: Read<SensorReading[Key]> };

export const gapMembers = {
  type: literal("Gap"),
  device: readHash,
  fromSequence: uint64(1n),
  toSequence: uint64(1n),
  reason: choice(GapReason),
} satisfies { [Key in keyof Gap]: Read<Gap[Key]> };

/** A gap whose range runs forward. */
export function forwards<T extends Gap>(read: Read<T>): Read<T> {
  return (value) => {
    const gap = read(value);
    if (gap.toSequence < gap.fromSequence) throw new UnexpectedValue("at or after fromSequence", "toSequence");
    return gap;
  };
}

export const readGap: Read<Gap> = forwards(object<Gap>(gapMembers));

/** A device record of unknown origin as JSON carries it, 64-bit integers as decimal strings. Throws `UnexpectedValue`. */
export const readDeviceRecord: Read<DeviceRecord> = oneOf<DeviceRecord>("type", {
  MeterReading: object<MeterReading>(meterReadingMembers),
  ChargeCycle: object<ChargeCycle>(chargeCycleMembers),
  SensorReading: object<SensorReading>(sensorReadingMembers),
});
