import { quoted } from "../../protocol/errors.js";
import { fromHex, type Hex, isHex } from "../../protocol/hex.js";
import type { ChargeCycle, CycleCounters, CycleMeasurements } from "../../protocol/records/chargeCycle.js";
import { countersSaltOf } from "../../protocol/records/countersSalt.js";
import type { DeviceRecord, SignedRecord } from "../../protocol/records/record.js";
import { RowFault } from "./errors.js";

export type RecordType = DeviceRecord["type"];

/** How a column's cell is written and read. */
type CellKind = "hash" | "bytes" | "uint" | "int" | "choice" | "text";

export interface RecordColumn {
  readonly name: string;
  readonly kind: CellKind;
  /** Whether a blank cell says that the device does not measure the quantity. */
  readonly measured?: true;
}

const column = (kind: CellKind) => (name: string) => ({ name, kind });
const measured = (kind: "uint" | "int") => (name: string) => ({ name, kind, measured: true as const });

const BEFORE_BODY: readonly RecordColumn[] = [
  { name: "device", kind: "hash" },
  { name: "sequence", kind: "uint" },
  { name: "timestampS", kind: "uint" },
  { name: "timeSource", kind: "choice" },
  { name: "signedBy", kind: "choice" },
  { name: "previous", kind: "hash" },
  { name: "salt", kind: "hash" },
];

/** Columns of a cycle's measurements; its counters' follow. */
const MEASUREMENTS: readonly RecordColumn[] = [
  ...["chargeMicroAh", "dischargeMicroAh", "chargeMicroWh", "dischargeMicroWh"].map(column("uint")),
  ...["chargeDurationMs", "dischargeDurationMs", "voltageMaxMicroV", "voltageMinMicroV"].map(column("uint")),
  ...["chargeCurrentMaxMicroA", "dischargeCurrentMaxMicroA"].map(measured("uint")),
  ...["chargeTemperatureMaxMilliC", "chargeTemperatureMinMilliC"].map(measured("int")),
  ...["dischargeTemperatureMaxMilliC", "dischargeTemperatureMinMilliC"].map(measured("int")),
  { name: "supersedes", kind: "hash" },
  { name: "correctionReason", kind: "choice" },
];
const COUNTERS: readonly RecordColumn[] = [
  ...["chargeCount", "dischargeCount", "numberOfFullCycles"].map(column("uint")),
  ...["energyThroughputMicroWh", "capacityThroughputMicroAh"].map(column("uint")),
  ...["deepDischargeCount", "overChargeCount", "timeExtremeHighTempMs", "timeExtremeLowTempMs"].map(measured("uint")),
  ...["timeExtremeHighTempChargingMs", "timeExtremeLowTempChargingMs"].map(measured("uint")),
];

const BODY: Readonly<Record<RecordType, readonly RecordColumn[]>> = {
  MeterReading: ["importWh", "exportWh"].map(column("uint")),
  ChargeCycle: [...MEASUREMENTS, ...COUNTERS],
  SensorReading: [
    { name: "field", kind: "text" },
    { name: "valueMilli", kind: "int" },
  ],
};

export const RECORD_TYPES = Object.keys(BODY) as readonly RecordType[];

/** Columns of a signed record file in the order in which they are written; any order is read. */
export function columnsOf(type: RecordType): readonly RecordColumn[] {
  return [...BEFORE_BODY, ...BODY[type], { name: "signature", kind: "bytes" }];
}

/** Columns that make up the record's own body. */
export function bodyColumnsOf(type: RecordType): readonly RecordColumn[] {
  return BODY[type];
}

export type CellValue = bigint | number | string | null;

const UINT = /^(?:0|[1-9]\d{0,19})$/;
const INT = /^(?:0|-?[1-9]\d{0,18})$/;
const CHOICE = /^\d{1,3}$/;

/** Longest signature of any device, bytes. */
const LONGEST_BYTES = 512;

/** Value of a cell; null for a blank one of a quantity that need not be measured. Throws `RowFault` with code CsvCellBlank or CsvCellInvalid. */
export function parseCell({ kind, measured }: RecordColumn, cell: string): CellValue {
  if (cell === "" && measured) return null;
  if (cell === "") throw new RowFault("CsvCellBlank", "The cell is blank.");
  switch (kind) {
    case "hash":
      if (isHex(cell, 32)) return cell;
      throw invalid(cell, "32 bytes of lower-case 0x hex");
    case "bytes":
      if (isHex(cell) && fromHex(cell).length <= LONGEST_BYTES) return cell;
      throw invalid(cell, "bytes in lower-case 0x hex");
    case "uint":
      if (UINT.test(cell)) return BigInt(cell);
      throw invalid(cell, "a whole number without sign or leading zeros");
    case "int":
      if (INT.test(cell)) return BigInt(cell);
      throw invalid(cell, "a whole number without leading zeros");
    case "choice":
      if (CHOICE.test(cell)) return Number(cell);
      throw invalid(cell, "a small whole number");
    case "text":
      return cell;
  }
}

/** Members of a cycle's two parts from the values of its columns. */
export function cycleOf(values: Readonly<Record<string, CellValue>>, salt: Hex): Omit<ChargeCycle, "type" | "header"> {
  const of = (columns: readonly RecordColumn[]) => Object.fromEntries(columns.map(({ name }) => [name, values[name]]));
  return {
    measurements: { ...of(MEASUREMENTS), salt } as unknown as CycleMeasurements,
    counters: { ...of(COUNTERS), salt: countersSaltOf(salt) } as unknown as CycleCounters,
  };
}

/** The cells of a record, by column name. */
export function cellsOf({ record, previous, salt, signature }: SignedRecord): Readonly<Record<string, CellValue>> {
  const body: object = record.type === "ChargeCycle" ? { ...record.measurements, ...record.counters } : record;
  return { ...(body as Record<string, CellValue>), ...record.header, previous, salt, signature };
}

function invalid(cell: string, expected: string): RowFault {
  return new RowFault("CsvCellInvalid", `${quoted(cell)} is not ${expected}.`);
}
