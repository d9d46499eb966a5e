import { quoted } from "../../protocol/errors.js";
import { parseDecimal, parseQuantity, toWholeUnits } from "./decimal.js";
import { RowFault } from "./errors.js";

/** Longest id of a cell, bytes: longer ones no passport takes. */
const LONGEST_CELL_ID_BYTES = 128;
/** Longest charge or discharge taken, ms: a year. */
const LONGEST_DURATION_MS = 366n * 86_400_000n;

const UINT64_MAX = (1n << 64n) - 1n;
const INT64_MAX = (1n << 63n) - 1n;

/** Id of a cell. Throws `RowFault` with code CsvCellBlank or CsvCellInvalid. */
export function readCellId(cell: string): string {
  const id = cell.trim();
  if (id === "") throw new RowFault("CsvCellBlank", "The cell is blank.");
  if (Buffer.byteLength(id) > LONGEST_CELL_ID_BYTES) {
    throw new RowFault("CsvCellInvalid", `The id ${quoted(id)} is longer than ${LONGEST_CELL_ID_BYTES} bytes.`);
  }
  return id;
}

/** Number of a cycle that is not `taken`. Throws `RowFault` with code CsvCellInvalid or CsvCycleRepeated. */
export function readCycleNumber(cell: string, taken: ReadonlySet<number>): number {
  const text = cell.trim();
  if (!/^(0|[1-9]\d{0,8})$/.test(text))
    throw new RowFault("CsvCellInvalid", `${quoted(text)} is not a cycle's number.`);
  const cycle = Number(text);
  if (taken.has(cycle)) throw new RowFault("CsvCycleRepeated", `Cycle ${cycle} of this cell is in the file already.`);
  return cycle;
}

/**
 * A quantity as a whole number of the record's unit.
 * @param name Of the record's member: says unit and sign.
 * @param power Of ten between the cell's unit and the record's. Throws `RowFault` as `parseDecimal` and `parseQuantity`.
 */
export function readQuantity(cell: string, name: string, power: number): bigint {
  const isTemperature = name.endsWith("MilliC");
  const value = toWholeUnits(isTemperature ? parseDecimal(cell) : parseQuantity(cell), power);
  const tooLarge = isTemperature ? value > INT64_MAX || value < -INT64_MAX : value > UINT64_MAX;
  if (tooLarge) throw new RowFault("CsvCellOutOfRange", `${quoted(cell.trim())} is beyond 64 bits of ${name}.`);
  if (name.endsWith("DurationMs") && value > LONGEST_DURATION_MS) {
    throw new RowFault("CsvCellOutOfRange", `${quoted(cell.trim())} s is longer than a year.`);
  }
  return value;
}
