import type { TypedDataField } from "ethers";

const header: TypedDataField[] = [
  { name: "device", type: "bytes32" },
  { name: "sequence", type: "uint64" },
  { name: "timestampS", type: "uint64" },
  { name: "timeSource", type: "uint8" },
  { name: "signedBy", type: "uint8" },
  { name: "link", type: "bytes32" },
];

const ofType = (type: string) => (name: string) => ({ name, type });

const measurements: TypedDataField[] = [
  ...[
    "chargeMicroAh",
    "dischargeMicroAh",
    "chargeMicroWh",
    "dischargeMicroWh",
    "chargeDurationMs",
    "dischargeDurationMs",
    "voltageMaxMicroV",
    "voltageMinMicroV",
    "chargeCurrentMaxMicroA",
    "dischargeCurrentMaxMicroA",
  ].map(ofType("uint64")),
  ...[
    "chargeTemperatureMaxMilliC",
    "chargeTemperatureMinMilliC",
    "dischargeTemperatureMaxMilliC",
    "dischargeTemperatureMinMilliC",
  ].map(ofType("int64")),
  { name: "supersedes", type: "bytes32" },
  { name: "correctionReason", type: "uint8" },
  { name: "salt", type: "bytes32" },
];

const counters: TypedDataField[] = [
  ...[
    "chargeCount",
    "dischargeCount",
    "numberOfFullCycles",
    "energyThroughputMicroWh",
    "capacityThroughputMicroAh",
    "deepDischargeCount",
    "overChargeCount",
    "timeExtremeHighTempMs",
    "timeExtremeLowTempMs",
    "timeExtremeHighTempChargingMs",
    "timeExtremeLowTempChargingMs",
  ].map(ofType("uint64")),
  { name: "salt", type: "bytes32" },
];

/** Words for what was not measured, written out apart from protocol/records. */
const NOT_MEASURED: Readonly<Record<string, bigint>> = { uint64: 2n ** 64n - 1n, int64: -(2n ** 63n) };

/** A struct's members with `null` as the word that it is signed as. */
export function asSigned(type: "CycleMeasurements" | "CycleCounters", value: object): Record<string, unknown> {
  const fields = type === "CycleMeasurements" ? measurements : counters;
  const entries = fields.map((field) => {
    const member = (value as Record<string, unknown>)[field.name];
    return [field.name, member === null ? NOT_MEASURED[field.type] : member];
  });
  return Object.fromEntries(entries);
}

/** The record types as an independent EIP-712 library (ethers) takes them, written out apart from protocol/records. */
export const TYPED_DATA: Readonly<Record<string, Record<string, TypedDataField[]>>> = {
  MeterReading: {
    MeterReading: [
      { name: "header", type: "RecordHeader" },
      { name: "importWh", type: "uint64" },
      { name: "exportWh", type: "uint64" },
    ],
    RecordHeader: header,
  },
  ChargeCycle: {
    ChargeCycle: [
      { name: "header", type: "RecordHeader" },
      { name: "measurements", type: "CycleMeasurements" },
      { name: "counters", type: "CycleCounters" },
    ],
    CycleMeasurements: measurements,
    CycleCounters: counters,
    RecordHeader: header,
  },
  CycleMeasurements: { CycleMeasurements: measurements },
  CycleCounters: { CycleCounters: counters },
  SensorReading: {
    SensorReading: [
      { name: "header", type: "RecordHeader" },
      { name: "field", type: "bytes32" },
      { name: "valueMilli", type: "int64" },
    ],
    RecordHeader: header,
  },
  Gap: {
    Gap: [
      { name: "device", type: "bytes32" },
      { name: "fromSequence", type: "uint64" },
      { name: "toSequence", type: "uint64" },
      { name: "reason", type: "uint8" },
    ],
  },
  KeyRotation: {
    KeyRotation: [
      { name: "device", type: "bytes32" },
      { name: "index", type: "uint16" },
      { name: "signer", type: "bytes" },
      { name: "expiresAtS", type: "uint64" },
    ],
  },
  FirmwareConfirmation: {
    FirmwareConfirmation: [
      { name: "device", type: "bytes32" },
      { name: "version", type: "uint64" },
      { name: "firmwareHash", type: "bytes32" },
    ],
  },
  Enrolment: {
    Enrolment: [
      { name: "device", type: "bytes32" },
      { name: "kind", type: "uint8" },
      { name: "organisation", type: "address" },
      { name: "owner", type: "address" },
      { name: "signer", type: "bytes" },
      { name: "enrolmentKey", type: "address" },
      { name: "expiresAtS", type: "uint64" },
    ],
  },
};
