import type { Rejection } from "../../protocol/states.js";
import { type CsvFile, openCsv } from "./csvRows.js";
import { readCellId, readCycleNumber, readQuantity } from "./cycleCells.js";
import { CsvHeaderInvalid, RowFault } from "./errors.js";
import { rejectionOf } from "./rejected.js";

const UINT64_MAX = (1n << 64n) - 1n;

/** One charge and the discharge after it, as a test bench measured them. */
export interface MeasuredCycle {
  readonly row: number;
  readonly cell: string;
  /** Number of the cycle in the file, not the battery's count since birth. */
  readonly cycle: number;
  readonly chargeMicroAh: bigint;
  readonly dischargeMicroAh: bigint;
  readonly chargeMicroWh: bigint;
  readonly dischargeMicroWh: bigint;
  readonly chargeDurationMs: bigint;
  readonly dischargeDurationMs: bigint;
  readonly voltageMaxMicroV: bigint;
  readonly voltageMinMicroV: bigint;
  readonly chargeTemperatureMaxMilliC: bigint;
  readonly dischargeTemperatureMaxMilliC: bigint;
}

type Quantity = Exclude<keyof MeasuredCycle, "row" | "cell" | "cycle">;

/** Column of each quantity and the power of ten from its unit to the record's: Ah, Wh and V → millionths, s and °C → thousandths. */
const COLUMNS: readonly { readonly name: Quantity; readonly column: string; readonly power: number }[] = [
  { name: "chargeMicroAh", column: "charge_capacity_ah", power: 6 },
  { name: "dischargeMicroAh", column: "discharge_capacity_ah", power: 6 },
  { name: "chargeMicroWh", column: "charge_energy_wh", power: 6 },
  { name: "dischargeMicroWh", column: "discharge_energy_wh", power: 6 },
  { name: "chargeDurationMs", column: "charge_duration_s", power: 3 },
  { name: "dischargeDurationMs", column: "discharge_duration_s", power: 3 },
  { name: "voltageMaxMicroV", column: "charge_v_max", power: 6 },
  { name: "voltageMinMicroV", column: "discharge_v_min", power: 6 },
  { name: "chargeTemperatureMaxMilliC", column: "charge_temp_max_c", power: 3 },
  { name: "dischargeTemperatureMaxMilliC", column: "discharge_temp_max_c", power: 3 },
];

const NEEDED = ["cell_id", "cycle", ...COLUMNS.map(({ column }) => column)];

export type CycleRow =
  | { readonly accepted: true; readonly cycle: MeasuredCycle }
  | { readonly accepted: false; readonly row: number; readonly rejection: Rejection };

export interface CyclesFile {
  readonly source: string;
  readonly rows: AsyncGenerator<CycleRow, void, undefined>;
}

/** True if the header is that of a battery cycle file. */
export function isCyclesHeader(header: readonly string[]): boolean {
  return header.includes("cell_id") && header.includes("cycle");
}

/**
 * Opens a file of measured battery cycles. A bad cell rejects its row, and so does a row that would carry its battery's
 * running counters beyond 64 bits; columns beyond the needed ones count for nothing.
 * Throws as `openCsv`, and `CsvHeaderInvalid` if a column is missing.
 */
export async function openCycles(path: string): Promise<CyclesFile> {
  return cyclesOf(await openCsv(path));
}

/** As `openCycles`, for a file that is open already. */
export async function cyclesOf(file: CsvFile): Promise<CyclesFile> {
  const missing = NEEDED.filter((name) => !file.header.includes(name));
  if (missing.length > 0) {
    await file.rows.return();
    throw new CsvHeaderInvalid(file.source, `there is no column ${missing.join(", ")}`);
  }
  return { source: file.source, rows: readCycles(file) };
}

/** What a cell's accepted rows came to: its battery counts on from there. */
interface CellPast {
  /** Numbers of the cycles taken. The file's order is the history's: a lower number that is new is taken as it comes. */
  readonly cycles: Set<number>;
  readonly dischargedMicroAh: bigint;
  readonly dischargedMicroWh: bigint;
}

const newCell = (): CellPast => ({ cycles: new Set(), dischargedMicroAh: 0n, dischargedMicroWh: 0n });

async function* readCycles({ source, header, rows }: CsvFile): AsyncGenerator<CycleRow, void, undefined> {
  const indexOf = new Map(header.map((name, index) => [name, index]));
  const past = new Map<string, CellPast>();
  for await (const { row, cells } of rows) {
    let column = "";
    const cellOf = (name: string) => {
      column = name;
      return cells[indexOf.get(name) ?? -1] ?? "";
    };
    try {
      if (cells.length !== header.length) {
        throw new RowFault("CsvRowLength", `The row has ${cells.length} cells where the header has ${header.length}.`);
      }
      const cell = readCellId(cellOf("cell_id"));
      const before = past.get(cell) ?? newCell();
      const cycle = readCycleNumber(cellOf("cycle"), before.cycles);
      const quantities = Object.fromEntries(
        COLUMNS.map(({ name, column, power }) => [name, readQuantity(cellOf(column), name, power)]),
      ) as Record<Quantity, bigint>;
      const dischargedMicroAh = before.dischargedMicroAh + quantities.dischargeMicroAh;
      const dischargedMicroWh = before.dischargedMicroWh + quantities.dischargeMicroWh;
      column = "discharge_capacity_ah";
      requireCountable(dischargedMicroAh, "µAh");
      column = "discharge_energy_wh";
      requireCountable(dischargedMicroWh, "µWh");
      past.set(cell, { cycles: before.cycles.add(cycle), dischargedMicroAh, dischargedMicroWh });
      yield { accepted: true, cycle: { row, cell, cycle, ...quantities } };
    } catch (error) {
      const position = column === "" ? `row ${row}` : `row ${row}, column ${column}`;
      yield { accepted: false, row, rejection: rejectionOf(source, position, error) };
    }
  }
}

function requireCountable(sum: bigint, unit: string): void {
  if (sum <= UINT64_MAX) return;
  throw new RowFault("CsvCellOutOfRange", `With this row the cell has discharged ${sum} ${unit}, beyond 64 bits.`);
}
