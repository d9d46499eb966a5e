import { quoted, WattproofError } from "../../protocol/errors.js";
import { openCsv } from "./csvRows.js";
import { readCellId, readCycleNumber, readQuantity } from "./cycleCells.js";
import { CsvHeaderInvalid, RowFault } from "./errors.js";

/** What one cycle of a battery gave at its discharge. */
export interface CapacityCycle {
  readonly cycle: number;
  readonly dischargeMicroAh: bigint;
  /** Left away where the file has no such column. */
  readonly dischargeMicroWh?: bigint;
}

export interface Capacities {
  readonly source: string;
  /** Null where the file names no cells. */
  readonly cell: string | null;
  readonly cycles: readonly CapacityCycle[];
}

export interface CapacitiesWanted {
  /** Which cell, where the file has several. */
  readonly cell?: string;
  /** Last cycle that is read; of later rows nothing but the number counts. */
  readonly atCycle?: number;
}

/** Cycles that are taken from a file: far beyond any battery, and little to hold in memory. */
const MOST_CYCLES = 1_000_000;

/** A row without which the battery's history would have a hole that nobody sees. */
class CapacityRowInvalid extends WattproofError {
  constructor(source: string, position: string, fault: RowFault) {
    super({
      code: fault.code,
      message: `${quoted(source)}, ${position}: ${fault.message}`,
      next: fault.next,
      facts: { source, position },
    });
  }
}

/** The file has several cells, or not the one asked for. */
export class CellNotChosen extends WattproofError {
  constructor(source: string, cells: readonly string[], wanted?: string) {
    const shown = cells.slice(0, 5).map(quoted).join(", ");
    super({
      code: "CellNotChosen",
      message:
        wanted === undefined
          ? `The file ${quoted(source)} has several cells: ${shown}.`
          : `The file ${quoted(source)} has no cell ${quoted(wanted)}; it has ${shown === "" ? "none" : shown}.`,
      next: "Name one of the file's cells with --cell.",
      facts: { source },
    });
  }
}

/** The cycle asked for is not in the file. */
export class CycleNotFound extends WattproofError {
  constructor(source: string, atCycle: number, cycles: readonly number[]) {
    const last = cycles.at(-1);
    super({
      code: "CycleNotFound",
      message: `${quoted(source)} has no cycle ${atCycle}; ${last === undefined ? "it has none" : `it has cycles ${cycles[0]} to ${last}`}.`,
      next: "Give --at-cycle the number of a cycle that is there, or leave it away for the last one.",
      facts: { source, atCycle },
    });
  }
}

/**
 * Reads the discharges of one battery from a table with the columns `cycle` and `discharge_capacity_ah`, if there also
 * `cell_id` and `discharge_energy_wh`; others count for nothing. One bad cell refuses the file: an estimate is of what a
 * battery did, not of what is left of it.
 * Throws as `openCsv`, `CsvHeaderInvalid` for a missing column, the codes of `RowFault`, `CellNotChosen` and
 * `CycleNotFound`.
 */
export async function readCapacities(path: string, wanted: CapacitiesWanted = {}): Promise<Capacities> {
  const { source, header, rows } = await openCsv(path);
  const missing = ["cycle", "discharge_capacity_ah"].filter((name) => !header.includes(name));
  if (missing.length > 0) {
    await rows.return();
    throw new CsvHeaderInvalid(source, `there is no column ${missing.join(", ")}`);
  }
  const cells = new Set<string>();
  const numbers = new Set<number>();
  const cycles: CapacityCycle[] = [];
  for await (const { row, cells: values } of rows) {
    let column: string | undefined;
    const cellOf = (name: string) => {
      column = name;
      return values[header.indexOf(name)] ?? "";
    };
    try {
      if (values.length !== header.length) {
        throw new RowFault("CsvRowLength", `The row has ${values.length} cells where the header has ${header.length}.`);
      }
      if (header.includes("cell_id")) {
        const cell = readCellId(cellOf("cell_id"));
        cells.add(cell);
        if (wanted.cell !== undefined && cell !== wanted.cell) continue;
        if (wanted.cell === undefined && cells.size > 1) continue;
      }
      const cycle = readCycleNumber(cellOf("cycle"), numbers);
      numbers.add(cycle);
      if (numbers.size > MOST_CYCLES) {
        throw new RowFault("CsvCellOutOfRange", `No battery has more than ${MOST_CYCLES} cycles.`);
      }
      if (cycle > (wanted.atCycle ?? cycle)) continue;
      cycles.push({
        cycle,
        dischargeMicroAh: readQuantity(cellOf("discharge_capacity_ah"), "dischargeMicroAh", 6),
        ...(header.includes("discharge_energy_wh") && {
          dischargeMicroWh: readQuantity(cellOf("discharge_energy_wh"), "dischargeMicroWh", 6),
        }),
      });
    } catch (error) {
      if (!(error instanceof RowFault)) throw error;
      throw new CapacityRowInvalid(source, column === undefined ? `row ${row}` : `row ${row}, column ${column}`, error);
    }
  }
  const { cell, atCycle } = wanted;
  if (cell === undefined ? cells.size > 1 : !cells.has(cell)) throw new CellNotChosen(source, [...cells], cell);
  if (atCycle !== undefined && !numbers.has(atCycle)) throw new CycleNotFound(source, atCycle, [...numbers]);
  return { source, cell: cell ?? [...cells][0] ?? null, cycles };
}
