import {
  CorrectionReason,
  countersHashOf,
  type DeviceRecord,
  type Hex,
  measurementsHashOf,
  RecordType,
  structHashOf,
  ZERO_HASH,
} from "../../../protocol/index.js";
import type { AnchoredBatch } from "./batches.js";
import { bytes32Of, type EnrolledDevice } from "./devices.js";

const WORD_BITS = 256;

/** A header of the device's. */
function headerOf(device: Hex, sequence: bigint, link = bytes32Of("link")) {
  return { device, sequence, timestampS: 1_700_000_000n, timeSource: 0 as const, signedBy: 0 as const, link };
}

/** A meter reading of the device's; another register makes another record. */
export function readingOf(device: Hex, sequence: bigint, importWh: bigint): DeviceRecord {
  return { type: "MeterReading", header: headerOf(device, sequence), importWh, exportWh: 0n };
}

/** A record of the device's of every type, with extremes of its members. */
export function recordsOf(device: Hex, sequence: bigint): DeviceRecord[] {
  const header = headerOf(device, sequence);
  const measured = 1n << 63n;
  return [
    { type: "MeterReading", header, importWh: (1n << 64n) - 1n, exportWh: 3n },
    { type: "SensorReading", header, field: "cell_temperature", valueMilli: -1n },
    { type: "SensorReading", header, field: "f".repeat(31), valueMilli: -(1n << 63n) },
    {
      type: "ChargeCycle",
      header,
      measurements: {
        chargeMicroAh: measured,
        dischargeMicroAh: 1n,
        chargeMicroWh: 2n,
        dischargeMicroWh: 3n,
        chargeDurationMs: 4n,
        dischargeDurationMs: 5n,
        voltageMaxMicroV: 6n,
        voltageMinMicroV: 7n,
        chargeCurrentMaxMicroA: null,
        dischargeCurrentMaxMicroA: 8n,
        chargeTemperatureMaxMilliC: -9n,
        chargeTemperatureMinMilliC: null,
        dischargeTemperatureMaxMilliC: 10n,
        dischargeTemperatureMinMilliC: -11n,
        supersedes: ZERO_HASH,
        correctionReason: CorrectionReason.None,
        salt: bytes32Of("salt"),
      },
      counters: {
        chargeCount: 1n,
        dischargeCount: 2n,
        numberOfFullCycles: 3n,
        energyThroughputMicroWh: 4n,
        capacityThroughputMicroAh: 5n,
        deepDischargeCount: 6n,
        overChargeCount: null,
        timeExtremeHighTempMs: 7n,
        timeExtremeLowTempMs: 8n,
        timeExtremeHighTempChargingMs: null,
        timeExtremeLowTempChargingMs: 9n,
        salt: bytes32Of("counters' salt"),
      },
    },
  ];
}

/** What `IncidentRegistry.proveEquivocation` takes for a record that the device signed; anchored if a batch is given. */
export function shown({ key }: Pick<EnrolledDevice, "key">, domain: Hex, record: DeviceRecord, batch?: AnchoredBatch) {
  const structHash = structHashOf(record);
  return {
    recordType: RecordType[record.type],
    header: record.header,
    members: membersOf(record),
    signature: key.sign(domain, structHash),
    stream: batch?.stream ?? ZERO_HASH,
    batchSequence: batch?.sequence ?? 0n,
    root: batch?.root ?? ZERO_HASH,
    proof: batch?.proofOf(structHash) ?? [],
  };
}

/** The words after the header. */
function membersOf(record: DeviceRecord): Hex[] {
  switch (record.type) {
    case "MeterReading":
      return [wordOf(record.importWh), wordOf(record.exportWh)];
    case "SensorReading":
      return [textWord(record.field), wordOf(record.valueMilli)];
    case "ChargeCycle":
      return [measurementsHashOf(record.measurements), countersHashOf(record.counters)];
  }
}

const wordOf = (value: bigint): Hex => `0x${BigInt.asUintN(WORD_BITS, value).toString(16).padStart(64, "0")}`;
const textWord = (text: string): Hex => `0x${Buffer.from(text, "ascii").toString("hex").padEnd(64, "0")}`;
