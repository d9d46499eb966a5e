import { quoted, WattproofError } from "../../protocol/errors.js";

/** The file cannot be opened or read. */
export class CsvUnreadable extends WattproofError {
  constructor(source: string, cause: unknown) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    super({
      code: "CsvUnreadable",
      message: `The file ${quoted(source)} cannot be read (${reason}).`,
      next: "Check the path and that this user may read the file.",
      facts: { source, reason },
      cause,
    });
  }
}

/** The text is no CSV: a quote is open, misplaced or a row has no end. */
export class CsvMalformed extends WattproofError {
  constructor(source: string, row: number, reason: string, cause?: unknown) {
    super({
      code: "CsvMalformed",
      message: `The file ${quoted(source)} is no CSV from row ${row} on: ${reason}.`,
      next: "Close every quote, double the quotes inside quoted cells, and separate cells by commas.",
      facts: { source, row, reason },
      cause,
    });
  }
}

/** The text is not UTF-8: what it says cannot be known for sure. */
export class CsvEncodingInvalid extends WattproofError {
  constructor(source: string) {
    super({
      code: "CsvEncodingInvalid",
      message: `The file ${quoted(source)} holds bytes that are not UTF-8 text.`,
      next: "Save the file as UTF-8 and hand it in again.",
      facts: { source },
    });
  }
}

const NAME_COLUMNS = "Name every column of the format once in the first row; docs/oracle.md lists them.";

/** The first row does not name the columns that the format needs. */
export class CsvHeaderInvalid extends WattproofError {
  /** @param next What to do about it, for a format that docs/oracle.md does not describe. */
  constructor(source: string, reason: string, next: string = NAME_COLUMNS) {
    super({
      code: "CsvHeaderInvalid",
      message: `The header of ${quoted(source)} is unusable: ${reason}.`,
      next,
      facts: { source, reason },
    });
  }
}

/** The header fits none of the formats that the oracle reads. */
export class CsvFormatUnknown extends WattproofError {
  constructor(source: string) {
    super({
      code: "CsvFormatUnknown",
      message: `The header of ${quoted(source)} is none of a community, battery cycle or signed record file.`,
      next: "Compare the first row with the formats in docs/oracle.md.",
      facts: { source },
    });
  }
}

const CELL_FAULTS = {
  CsvCellBlank: "Fill the cell in and hand the file in again.",
  CsvCellNotANumber: "Write a plain or exponent decimal with a point, such as 0.25 or 2.5e-1.",
  CsvCellNegative: "Correct the sign: this quantity is never negative.",
  CsvCellOutOfRange: "Correct the value: it is beyond what the record can hold.",
  CsvCellInvalid: "Write the cell as docs/oracle.md describes it.",
  CsvLabelInvalid: "Write a time as YYYY-MM-DDTHH:MM:SS; those of a community are starts of whole hours.",
  CsvLabelOutOfOrder: "Order the rows by time; a community gives each hour once.",
  CsvLabelGap: "Hand in what lies beyond the gap as a file of its own.",
  CsvCycleRepeated: "Give each cycle of a cell once.",
  CsvRowLength: "Give every row as many cells as the header has columns.",
} as const;

export type RowFaultCode = keyof typeof CELL_FAULTS;

/** One cell or row that cannot be taken; the rest of the file goes on. */
export class RowFault extends WattproofError {
  constructor(code: RowFaultCode, message: string) {
    super({ code, message, next: CELL_FAULTS[code] });
  }
}
