import { StructPacker } from "../eip712/words.js";
import { InvalidFieldName } from "../errors.js";
import { type Hex, toHex } from "../hex.js";
import { CHARGE_CYCLE_TYPE, type ChargeCycle, CYCLE_BODY_TYPE, type CycleBody } from "./chargeCycle.js";
import { GAP_TYPE, type Gap, GapReason } from "./gap.js";
import { RECORD_HEADER_TYPE, type RecordHeader, SignedBy, TimeSource } from "./header.js";
import { METER_READING_TYPE, type MeterReading } from "./meterReading.js";
import type { DeviceRecord } from "./record.js";
import { SENSOR_READING_TYPE, type SensorReading } from "./sensorReading.js";

const header = new StructPacker(RECORD_HEADER_TYPE, 6);
const meterReading = new StructPacker(METER_READING_TYPE, 3);
const sensorReading = new StructPacker(SENSOR_READING_TYPE, 3);
const chargeCycle = new StructPacker(CHARGE_CYCLE_TYPE, 2);
const cycleBody = new StructPacker(CYCLE_BODY_TYPE, 16);
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

/** EIP-712 hash of a cycle's body: what a checkpoint shows in its place. Throws as `structHashOf`. */
export function bodyHashOf(body: CycleBody): Hex {
  return toHex(hashBody(body));
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
  chargeCycle.word(1, hashBody(cycle.body));
  return chargeCycle.hashHex();
}

function hashBody(body: CycleBody): Uint8Array {
  cycleBody.uint64(0, body.chargeMicroAh, "chargeMicroAh");
  cycleBody.uint64(1, body.dischargeMicroAh, "dischargeMicroAh");
  cycleBody.uint64(2, body.chargeMicroWh, "chargeMicroWh");
  cycleBody.uint64(3, body.dischargeMicroWh, "dischargeMicroWh");
  cycleBody.uint64(4, body.chargeDurationMs, "chargeDurationMs");
  cycleBody.uint64(5, body.dischargeDurationMs, "dischargeDurationMs");
  cycleBody.uint64(6, body.voltageMaxMicroV, "voltageMaxMicroV");
  cycleBody.uint64(7, body.voltageMinMicroV, "voltageMinMicroV");
  cycleBody.int64(8, body.chargeTemperatureMaxMilliC, "chargeTemperatureMaxMilliC");
  cycleBody.int64(9, body.dischargeTemperatureMaxMilliC, "dischargeTemperatureMaxMilliC");
  cycleBody.uint64(10, body.chargeCount, "chargeCount");
  cycleBody.uint64(11, body.dischargeCount, "dischargeCount");
  cycleBody.uint64(12, body.numberOfFullCycles, "numberOfFullCycles");
  cycleBody.uint64(13, body.energyThroughputMicroWh, "energyThroughputMicroWh");
  cycleBody.uint64(14, body.capacityThroughputMicroAh, "capacityThroughputMicroAh");
  cycleBody.bytes32(15, body.salt, "salt");
  return cycleBody.hash();
}

function hashGap(value: Gap): Hex {
  gap.bytes32(0, value.device, "device");
  gap.uint64(1, value.fromSequence, "fromSequence");
  gap.uint64(2, value.toSequence, "toSequence");
  gap.choice(3, value.reason, GapReason.NeverArrived, GapReason.NeverArrived, "reason");
  return gap.hashHex();
}
