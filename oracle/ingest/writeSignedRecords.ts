import type { SignedRecord } from "../../protocol/records/record.js";
import { cellsOf, columnsOf, type RecordType } from "./recordColumns.js";

/** Text that a spreadsheet or a parser could read as more than one cell. */
const NEEDS_QUOTES = /[",\r\n]/;

/** Header row of a file of signed records of one type, with its line end. */
export function signedRecordsHeader(type: RecordType): string {
  return `${columnsOf(type)
    .map(({ name }) => name)
    .join(",")}\n`;
}

/** Row of a signed record, with its line end; `openSignedRecords` reads the same record from it. */
export function signedRecordRow(signed: SignedRecord): string {
  const cells = cellsOf(signed);
  return `${columnsOf(signed.record.type)
    .map(({ name }) => quoteCell(String(cells[name] ?? "")))
    .join(",")}\n`;
}

function quoteCell(cell: string): string {
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
