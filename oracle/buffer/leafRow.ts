import type { ArchivedLeaf } from "../../protocol/archive.js";
import type { Hex } from "../../protocol/hex.js";
import type { ChargeCycle, CycleCounters, CycleMeasurements } from "../../protocol/records/chargeCycle.js";
import { countersSaltOf } from "../../protocol/records/countersSalt.js";
import type { Gap, GapReason } from "../../protocol/records/gap.js";
import type { RecordHeader, SignedBy, TimeSource } from "../../protocol/records/header.js";
import { linkOf } from "../../protocol/records/link.js";
import type { DeviceRecord, SignedRecord } from "../../protocol/records/record.js";

/** Numbers that stand for leaf types in tables. None is given a second meaning: 2 was a cycle of fewer members. */
export const LEAF_TYPES = { MeterReading: 1, ChargeCycle: 5, SensorReading: 3, Gap: 4 } as const;

/** Columns that a leaf is read back from, with the device's id in place of its number. */
export interface LeafRow {
  readonly device: string;
  readonly sequence: number;
  readonly toSequence: number | null;
  readonly type: number;
  readonly timestampS: number;
  readonly payload: string;
}

/** Members of a cycle in the order of its payload; both salts follow from the record's. */
const MEASUREMENTS = [
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
  "chargeTemperatureMaxMilliC",
  "chargeTemperatureMinMilliC",
  "dischargeTemperatureMaxMilliC",
  "dischargeTemperatureMinMilliC",
] as const satisfies readonly (keyof CycleMeasurements)[];
const COUNTERS = [
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
] as const satisfies readonly (keyof CycleCounters)[];

/** A cell of a payload: a whole number as decimal text, a text, or null for what was not measured. */
type Cell = string | number | null;

/**
 * What the columns do not hold of a leaf, as a JSON array: of a record time source, signer, previous, salt, signature and
 * body; of a gap its reason. The link follows from previous and salt.
 */
export function encodePayload(leaf: ArchivedLeaf): string {
  if (!("record" in leaf)) return JSON.stringify([leaf.reason]);
  const { record, previous, salt, signature } = leaf;
  const { timeSource, signedBy } = record.header;
  return JSON.stringify([timeSource, signedBy, previous, salt, signature, ...bodyOf(record)]);
}

function bodyOf(record: DeviceRecord): Cell[] {
  switch (record.type) {
    case "MeterReading":
      return [String(record.importWh), String(record.exportWh)];
    case "SensorReading":
      return [record.field, String(record.valueMilli)];
    case "ChargeCycle":
      return cellsOfCycle(record);
  }
}

function cellsOfCycle({ measurements, counters }: ChargeCycle): Cell[] {
  const { supersedes, correctionReason } = measurements;
  return [
    ...MEASUREMENTS.map((name) => measurements[name]?.toString() ?? null),
    supersedes,
    correctionReason,
    ...COUNTERS.map((name) => counters[name]?.toString() ?? null),
  ];
}

/** The leaf that a row was made of. */
export function decodeLeaf(row: LeafRow): ArchivedLeaf {
  return row.type === LEAF_TYPES.Gap ? decodeGap(row) : decodeRecord(row);
}

function decodeGap(row: LeafRow): Gap {
  const [reason] = JSON.parse(row.payload) as [GapReason];
  return {
    type: "Gap",
    device: row.device as Hex,
    fromSequence: BigInt(row.sequence),
    toSequence: BigInt(row.toSequence ?? row.sequence),
    reason,
  };
}

/** Signature within a record's payload. */
export function signatureOf(payload: string): string | undefined {
  return (JSON.parse(payload) as string[])[4];
}

/** The signed record that a row was made of. */
export function decodeRecord(row: LeafRow): SignedRecord {
  const [timeSource, signedBy, previous, salt, signature, ...body] = JSON.parse(row.payload) as [
    TimeSource,
    SignedBy,
    Hex,
    Hex,
    Hex,
    ...Cell[],
  ];
  const header: RecordHeader = {
    device: row.device as Hex,
    sequence: BigInt(row.sequence),
    timestampS: BigInt(row.timestampS),
    timeSource,
    signedBy,
    link: linkOf(previous, salt),
  };
  return { record: assemble(row.type, header, body, salt), previous, salt, signature };
}

function assemble(type: number, header: RecordHeader, body: readonly Cell[], salt: Hex): DeviceRecord {
  const [first = "", second = ""] = body.map(String);
  switch (type) {
    case LEAF_TYPES.MeterReading:
      return { type: "MeterReading", header, importWh: BigInt(first), exportWh: BigInt(second) };
    case LEAF_TYPES.SensorReading:
      return { type: "SensorReading", header, field: first, valueMilli: BigInt(second) };
    case LEAF_TYPES.ChargeCycle:
      return assembleCycle(header, body, salt);
    default:
      throw new TypeError(`No leaf type is numbered ${type}.`);
  }
}

function assembleCycle(header: RecordHeader, body: readonly Cell[], salt: Hex): ChargeCycle {
  const [supersedes, correctionReason, ...counters] = body.slice(MEASUREMENTS.length);
  const quantities = (names: readonly string[], cells: readonly Cell[]) =>
    Object.fromEntries(names.map((name, index) => [name, cells[index] == null ? null : BigInt(cells[index])]));
  const measured = quantities(MEASUREMENTS, body);
  return {
    type: "ChargeCycle",
    header,
    measurements: { ...measured, supersedes, correctionReason, salt } as CycleMeasurements,
    counters: { ...quantities(COUNTERS, counters), salt: countersSaltOf(salt) } as CycleCounters,
  };
}
