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
/** Columns that are named where one is not there: enough for any logger, and for one line. */
const MOST_NAMED = 20;
const NAME_COLUMNS =
  "Name a column of times and the column of the values in the first row, between commas; docs/deals.md describes the file.";

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
  /** Lets go of the file, for who does not read its rows. */
  readonly close: () => Promise<void>;
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
  const file = await openCsv(path, NAME_COLUMNS);
  const { source, header } = file;
  const close = async (): Promise<void> => {
    await file.rows.return();
  };
  const refuse = async (missing: string): Promise<never> => {
    await close();
    throw new CsvHeaderInvalid(source, `there is no column ${missing}; it has ${namesOf(header)}`, NAME_COLUMNS);
  };
  const { column, timeColumn = header.find((name) => TIME_COLUMN.test(name)) } = wanted;
  if (!header.includes(column)) return refuse(quoted(column));
  if (timeColumn === undefined) return refuse("whose name begins with time, timestamp or date");
  if (!header.includes(timeColumn)) return refuse(quoted(timeColumn));
  return { source, timeColumn, rows: readSamples(file, { column, timeColumn }), close };
}

function namesOf(header: readonly string[]): string {
  const named = header.slice(0, MOST_NAMED).map(quoted).join(", ");
  return header.length > MOST_NAMED ? `${named} and ${header.length - MOST_NAMED} more` : named;
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
