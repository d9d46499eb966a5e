import type { TypedDataField } from "ethers";

const header: TypedDataField[] = [
  { name: "device", type: "bytes32" },
  { name: "sequence", type: "uint64" },
  { name: "timestampS", type: "uint64" },
  { name: "timeSource", type: "uint8" },
  { name: "signedBy", type: "uint8" },
  { name: "link", type: "bytes32" },
];

const uint64Members = [
  "chargeMicroAh",
  "dischargeMicroAh",
  "chargeMicroWh",
  "dischargeMicroWh",
  "chargeDurationMs",
  "dischargeDurationMs",
  "voltageMaxMicroV",
  "voltageMinMicroV",
];
const int64Members = ["chargeTemperatureMaxMilliC", "dischargeTemperatureMaxMilliC"];
const counterMembers = [
  "chargeCount",
  "dischargeCount",
  "numberOfFullCycles",
  "energyThroughputMicroWh",
  "capacityThroughputMicroAh",
];

const ofType = (type: string) => (name: string) => ({ name, type });

const body: TypedDataField[] = [
  ...uint64Members.map(ofType("uint64")),
  ...int64Members.map(ofType("int64")),
  ...counterMembers.map(ofType("uint64")),
  { name: "salt", type: "bytes32" },
];

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
      { name: "body", type: "CycleBody" },
    ],
    CycleBody: body,
    RecordHeader: header,
  },
  CycleBody: { CycleBody: body },
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
