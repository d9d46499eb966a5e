import { StructPacker } from "../eip712/words.js";
import { InvalidFieldName } from "../errors.js";
import { type Hex, toHex } from "../hex.js";
import {
  CHARGE_CYCLE_TYPE,
  type ChargeCycle,
  CorrectionReason,
  CYCLE_COUNTERS_TYPE,
  CYCLE_MEASUREMENTS_TYPE,
  type CycleCounters,
  type CycleMeasurements,
  type Measured,
  NOT_MEASURED_INT64,
  NOT_MEASURED_UINT64,
} from "./chargeCycle.js";
import { GAP_TYPE, type Gap, GapReason } from "./gap.js";
import { RECORD_HEADER_TYPE, type RecordHeader, SignedBy, TimeSource } from "./header.js";
import { METER_READING_TYPE, type MeterReading } from "./meterReading.js";
import type { DeviceRecord } from "./record.js";
import { SENSOR_READING_TYPE, type SensorReading } from "./sensorReading.js";

const header = new StructPacker(RECORD_HEADER_TYPE, 6);
const meterReading = new StructPacker(METER_READING_TYPE, 3);
const sensorReading = new StructPacker(SENSOR_READING_TYPE, 3);
const chargeCycle = new StructPacker(CHARGE_CYCLE_TYPE, 3);
const cycleMeasurements = new StructPacker(CYCLE_MEASUREMENTS_TYPE, 17);
const cycleCounters = new StructPacker(CYCLE_COUNTERS_TYPE, 12);
const gap = new StructPacker(GAP_TYPE, 4);

const FIELD_NAME = /^[\x21-\x7e]{1,31}$/;
const fieldWord = new Uint8Array(32);

/**
 * EIP-712 struct hash of a record or gap: what its leaf is made of and what its device signs.
 * Throws `IntegerOutOfRange`, `InvalidHex` or `InvalidFieldName` for a record that has no encoding.
 */
export function structHashOf(record: DeviceRecord | Gap): Hex {
  switch (record.type) {
    case "MeterReading":
      return hashMeterReading(record);
    case "ChargeCycle":
      return hashChargeCycle(record);
    case "SensorReading":
      return hashSensorReading(record);
    case "Gap":
      return hashGap(record);
  }
}

/** EIP-712 hash of a cycle's measurements: what a checkpoint shows in their place. Throws as `structHashOf`. */
export function measurementsHashOf(measurements: CycleMeasurements): Hex {
  return toHex(hashMeasurements(measurements));
}

/** EIP-712 hash of a cycle's counters: what a checkpoint keeps until they are published. Throws as `structHashOf`. */
export function countersHashOf(counters: CycleCounters): Hex {
  return toHex(hashCounters(counters));
}

function hashHeader(value: RecordHeader): Uint8Array {
  header.bytes32(0, value.device, "device");
  header.uint64(1, value.sequence, "sequence");
  header.uint64(2, value.timestampS, "timestampS");
  header.choice(3, value.timeSource, TimeSource.Device, TimeSource.Synthetic, "timeSource");
  header.choice(4, value.signedBy, SignedBy.Device, SignedBy.Gateway, "signedBy");
  header.bytes32(5, value.link, "link");
  return header.hash();
}

function hashMeterReading(reading: MeterReading): Hex {
  meterReading.word(0, hashHeader(reading.header));
  meterReading.uint64(1, reading.importWh, "importWh");
  meterReading.uint64(2, reading.exportWh, "exportWh");
  return meterReading.hashHex();
}

function hashSensorReading(reading: SensorReading): Hex {
  const { field } = reading;
  if (typeof field !== "string" || !FIELD_NAME.test(field)) throw new InvalidFieldName(String(field));
  for (let at = 0; at < fieldWord.length; at++) fieldWord[at] = at < field.length ? field.charCodeAt(at) : 0;
  sensorReading.word(0, hashHeader(reading.header));
  sensorReading.word(1, fieldWord);
  sensorReading.int64(2, reading.valueMilli, "valueMilli");
  return sensorReading.hashHex();
}

function hashChargeCycle(cycle: ChargeCycle): Hex {
  chargeCycle.word(0, hashHeader(cycle.header));
  chargeCycle.word(1, hashMeasurements(cycle.measurements));
  chargeCycle.word(2, hashCounters(cycle.counters));
  return chargeCycle.hashHex();
}

function hashMeasurements(value: CycleMeasurements): Uint8Array {
  const words = cycleMeasurements;
  words.uint64(0, value.chargeMicroAh, "chargeMicroAh");
  words.uint64(1, value.dischargeMicroAh, "dischargeMicroAh");
  words.uint64(2, value.chargeMicroWh, "chargeMicroWh");
  words.uint64(3, value.dischargeMicroWh, "dischargeMicroWh");
  words.uint64(4, value.chargeDurationMs, "chargeDurationMs");
  words.uint64(5, value.dischargeDurationMs, "dischargeDurationMs");
  words.uint64(6, value.voltageMaxMicroV, "voltageMaxMicroV");
  words.uint64(7, value.voltageMinMicroV, "voltageMinMicroV");
  words.uint64(8, unsigned(value.chargeCurrentMaxMicroA), "chargeCurrentMaxMicroA");
  words.uint64(9, unsigned(value.dischargeCurrentMaxMicroA), "dischargeCurrentMaxMicroA");
  words.int64(10, signed(value.chargeTemperatureMaxMilliC), "chargeTemperatureMaxMilliC");
  words.int64(11, signed(value.chargeTemperatureMinMilliC), "chargeTemperatureMinMilliC");
  words.int64(12, signed(value.dischargeTemperatureMaxMilliC), "dischargeTemperatureMaxMilliC");
  words.int64(13, signed(value.dischargeTemperatureMinMilliC), "dischargeTemperatureMinMilliC");
  words.bytes32(14, value.supersedes, "supersedes");
  const { None, SoftwareFault } = CorrectionReason;
  words.choice(15, value.correctionReason, None, SoftwareFault, "correctionReason");
  words.bytes32(16, value.salt, "salt");
  return words.hash();
}

function hashCounters(value: CycleCounters): Uint8Array {
  const words = cycleCounters;
  words.uint64(0, value.chargeCount, "chargeCount");
  words.uint64(1, value.dischargeCount, "dischargeCount");
  words.uint64(2, value.numberOfFullCycles, "numberOfFullCycles");
  words.uint64(3, value.energyThroughputMicroWh, "energyThroughputMicroWh");
  words.uint64(4, value.capacityThroughputMicroAh, "capacityThroughputMicroAh");
  words.uint64(5, unsigned(value.deepDischargeCount), "deepDischargeCount");
  words.uint64(6, unsigned(value.overChargeCount), "overChargeCount");
  words.uint64(7, unsigned(value.timeExtremeHighTempMs), "timeExtremeHighTempMs");
  words.uint64(8, unsigned(value.timeExtremeLowTempMs), "timeExtremeLowTempMs");
  words.uint64(9, unsigned(value.timeExtremeHighTempChargingMs), "timeExtremeHighTempChargingMs");
  words.uint64(10, unsigned(value.timeExtremeLowTempChargingMs), "timeExtremeLowTempChargingMs");
  words.bytes32(11, value.salt, "salt");
  return words.hash();
}

// A number in the place of `null` would hash alike; JSON readers refuse it.
const unsigned = (value: Measured): bigint => value ?? NOT_MEASURED_UINT64;
const signed = (value: Measured): bigint => value ?? NOT_MEASURED_INT64;

function hashGap(value: Gap): Hex {
  gap.bytes32(0, value.device, "device");
  gap.uint64(1, value.fromSequence, "fromSequence");
  gap.uint64(2, value.toSequence, "toSequence");
  gap.choice(3, value.reason, GapReason.NeverArrived, GapReason.NeverArrived, "reason");
  return gap.hashHex();
}
