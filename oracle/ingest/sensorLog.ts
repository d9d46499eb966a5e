import { quoted } from "../../protocol/errors.js";
import type { Rejection } from "../../protocol/states.js";
import { type CsvFile, openCsv } from "./csvRows.js";
import { parseDecimal, toWholeUnits } from "./decimal.js";
import { CsvHeaderInvalid, RowFault } from "./errors.js";
import { rejectionOf } from "./rejected.js";
import { parseTimeLabel } from "./timeLabel.js";

/** A sample holds thousandths of its unit. */
const MILLI_POWER = 3;
const INT64_MAX = (1n << 63n) - 1n;
const TIME_COLUMN = /^(time|timestamp|date)/i;

/** One sample of a log. */
export interface LoggedSample {
  readonly row: number;
  /** When it was taken, Unix seconds. */
  readonly timestampS: bigint;
  /** Thousandths of the column's unit, rounded half up. */
  readonly valueMilli: bigint;
}

export type SensorLogRow =
  | ({ readonly accepted: true } & LoggedSample)
  | { readonly accepted: false; readonly row: number; readonly rejection: Rejection };

export interface SensorLogFile {
  readonly source: string;
  /** Column that the times are in. */
  readonly timeColumn: string;
  readonly rows: AsyncGenerator<SensorLogRow, void, undefined>;
}

export interface SensorLogWanted {
  /** Column of the values. */
  readonly column: string;
  /** Column of the times; by default the first whose name begins with time, timestamp or date. */
  readonly timeColumn?: string;
}

/**
 * Opens one column of a data logger's CSV. Times are read as UTC and never go back; a bad cell rejects its row.
 * Throws as `openCsv`, and `CsvHeaderInvalid` if a column is missing.
 */
export async function openSensorLog(path: string, wanted: SensorLogWanted): Promise<SensorLogFile> {
  const file = await openCsv(path);
  const timeColumn = wanted.timeColumn ?? file.header.find((name) => TIME_COLUMN.test(name));
  for (const name of [timeColumn ?? "timestamp", wanted.column]) {
    if (file.header.includes(name)) continue;
    await file.rows.return();
    throw new CsvHeaderInvalid(file.source, `there is no column ${quoted(name)}`);
  }
  const columns = { column: wanted.column, timeColumn: timeColumn as string };
  return { source: file.source, timeColumn: columns.timeColumn, rows: readSamples(file, columns) };
}

async function* readSamples(
  { source, header, rows }: CsvFile,
  { column, timeColumn }: Required<SensorLogWanted>,
): AsyncGenerator<SensorLogRow, void, undefined> {
  const [valueAt, timeAt] = [header.indexOf(column), header.indexOf(timeColumn)];
  let lastS = 0n;
  for await (const { row, cells } of rows) {
    let position = `row ${row}, column ${timeColumn}`;
    try {
      const timestampS = parseTimeLabel(cells[timeAt] ?? "");
      if (timestampS < lastS) throw new RowFault("CsvLabelOutOfOrder", "The row lies before the one above it.");
      position = `row ${row}, column ${column}`;
      const valueMilli = toWholeUnits(parseDecimal(cells[valueAt] ?? ""), MILLI_POWER);
      if (valueMilli > INT64_MAX || valueMilli < -INT64_MAX) {
        throw new RowFault("CsvCellOutOfRange", "The value does not fit a sensor's record.");
      }
      lastS = timestampS;
      yield { accepted: true, row, timestampS, valueMilli };
    } catch (error) {
      yield { accepted: false, row, rejection: rejectionOf(source, position, error) };
    }
  }
}
