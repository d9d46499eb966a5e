import type { Hex } from "../../protocol/hex.js";

/** How far one device's history has come. Changed in memory as records are accepted, written with them. */
export interface DeviceHead {
  /** Number that stands for the device in tables. */
  readonly no: number;
  readonly device: Hex;
  /** Sequence of the last accepted record or gap; 0 before the first. */
  sequence: number;
  /** Struct hash of the last accepted record; undefined after a gap, when nobody knows it. */
  structHash: Hex | undefined;
  /** A meter's last registers, Wh. */
  importWh: bigint | undefined;
  exportWh: bigint | undefined;
  /** Latest time of any of its meter readings, Unix seconds. */
  latestReadingS: number | undefined;
  /** How many corrections of the meter the chain had when a register last fell. */
  corrections: number;
}

/** Columns of a device's row. */
export interface HeadRow {
  readonly no: number;
  readonly device: string;
  readonly sequence: number;
  readonly structHash: string | null;
  readonly importWh: string | null;
  readonly exportWh: string | null;
  readonly latestReadingS: number | null;
  readonly corrections: number;
}

export function headOfRow(row: HeadRow): DeviceHead {
  return {
    no: row.no,
    device: row.device as Hex,
    sequence: row.sequence,
    structHash: (row.structHash ?? undefined) as Hex | undefined,
    importWh: row.importWh === null ? undefined : BigInt(row.importWh),
    exportWh: row.exportWh === null ? undefined : BigInt(row.exportWh),
    latestReadingS: row.latestReadingS ?? undefined,
    corrections: row.corrections,
  };
}

export function rowOfHead(head: DeviceHead): HeadRow {
  return {
    no: head.no,
    device: head.device,
    sequence: head.sequence,
    structHash: head.structHash ?? null,
    importWh: head.importWh?.toString() ?? null,
    exportWh: head.exportWh?.toString() ?? null,
    latestReadingS: head.latestReadingS ?? null,
    corrections: head.corrections,
  };
}
