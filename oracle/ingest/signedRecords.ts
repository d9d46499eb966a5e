import { quoted } from "../../protocol/errors.js";
import type { Hex } from "../../protocol/hex.js";
import type { RecordHeader } from "../../protocol/records/header.js";
import { linkOf } from "../../protocol/records/link.js";
import type { DeviceRecord, SignedRecord } from "../../protocol/records/record.js";
import type { Rejection } from "../../protocol/states.js";
import { type CsvFile, type CsvRow, openCsv } from "./csvRows.js";
import { CsvHeaderInvalid, RowFault } from "./errors.js";
import {
  bodyColumnsOf,
  type CellValue,
  columnsOf,
  cycleOf,
  parseCell,
  RECORD_TYPES,
  type RecordType,
} from "./recordColumns.js";
import { rejectionOf } from "./rejected.js";

export type SignedRow =
  | { readonly accepted: true; readonly row: number; readonly record: SignedRecord }
  | { readonly accepted: false; readonly row: number; readonly rejection: Rejection };

export interface SignedRecordsFile {
  readonly source: string;
  readonly type: RecordType;
  readonly rows: AsyncGenerator<SignedRow, void, undefined>;
}

/** Type of the records in a file with this header, or `undefined` if it is no signed record file. */
export function recordTypeOfHeader(header: readonly string[]): RecordType | undefined {
  return RECORD_TYPES.find((type) => bodyColumnsOf(type).every(({ name }) => header.includes(name)));
}

/**
 * Opens a file of signed records of one type. A bad cell rejects its row. What a record says is not judged here: only
 * that it can be read.
 * Throws as `openCsv`, and `CsvHeaderInvalid` if the columns are not exactly those of one record type.
 */
export async function openSignedRecords(path: string): Promise<SignedRecordsFile> {
  return signedRecordsOf(await openCsv(path));
}

/** As `openSignedRecords`, for a file that is open already. */
export async function signedRecordsOf(file: CsvFile): Promise<SignedRecordsFile> {
  const type = recordTypeOfHeader(file.header);
  const names = type ? columnsOf(type).map(({ name }) => name) : [];
  const missing = names.find((name) => !file.header.includes(name));
  const unknown = file.header.find((name) => !names.includes(name));
  if (type && missing === undefined && unknown === undefined) {
    return { source: file.source, type, rows: readRecords(file, type) };
  }
  await file.rows.return();
  if (!type) throw new CsvHeaderInvalid(file.source, "the columns are those of no record type");
  const reason =
    missing === undefined ? `the column ${quoted(unknown ?? "")} is not known` : `there is no column ${missing}`;
  throw new CsvHeaderInvalid(file.source, `${reason} in a file of ${type} records`);
}

async function* readRecords(
  { source, header, rows }: CsvFile,
  type: RecordType,
): AsyncGenerator<SignedRow, void, undefined> {
  const columns = columnsOf(type).map((column) => ({ ...column, index: header.indexOf(column.name) }));
  for await (const { row, cells } of rows) {
    let position = `row ${row}`;
    try {
      requireLength({ row, cells }, header.length);
      const values: Record<string, CellValue> = {};
      for (const column of columns) {
        position = `row ${row}, column ${column.name}`;
        values[column.name] = parseCell(column, cells[column.index] ?? "");
      }
      position = `row ${row}`;
      yield { accepted: true, row, record: assemble(type, values) };
    } catch (error) {
      yield { accepted: false, row, rejection: rejectionOf(source, position, error) };
    }
  }
}

function requireLength({ cells }: CsvRow, columns: number): void {
  if (cells.length === columns) return;
  throw new RowFault("CsvRowLength", `The row has ${cells.length} cells where the header has ${columns} columns.`);
}

/** Puts a record together; the link follows from `previous` and `salt` and so needs no column. */
function assemble(type: RecordType, values: Record<string, CellValue>): SignedRecord {
  const previous = values.previous as Hex;
  const salt = values.salt as Hex;
  const header = {
    device: values.device,
    sequence: values.sequence,
    timestampS: values.timestampS,
    timeSource: values.timeSource,
    signedBy: values.signedBy,
    link: linkOf(previous, salt),
  } as RecordHeader;
  const body = Object.fromEntries(bodyColumnsOf(type).map(({ name }) => [name, values[name]]));
  const record = type === "ChargeCycle" ? { type, header, ...cycleOf(values, salt) } : { type, header, ...body };
  return { record: record as DeviceRecord, previous, salt, signature: values.signature as Hex };
}
