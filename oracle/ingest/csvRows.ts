import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { CsvError, type Info, parse } from "csv-parse";
import { quoted } from "../../protocol/errors.js";
import { CsvEncodingInvalid, CsvHeaderInvalid, CsvMalformed, CsvUnreadable } from "./errors.js";
import { requireUtf8 } from "./utf8.js";

export interface CsvRow {
  /** Row as a text editor counts it: the header is row 1. */
  readonly row: number;
  readonly cells: readonly string[];
}

export interface CsvFile {
  /** The file's name without its folder: the `source` of rejections. */
  readonly source: string;
  readonly header: readonly string[];
  /**
   * The rows below the header, read as they are asked for. Throws `CsvMalformed`, `CsvEncodingInvalid` or `CsvUnreadable`
   * where reading ends.
   */
  readonly rows: AsyncGenerator<CsvRow, void, undefined>;
}

/** All of them at once: a file that was put together from two ends its rows in two ways. */
const LINE_ENDS = ["\r\n", "\n", "\r"];

/** Longest row, characters: holds thousands of columns and stops a quote that is never closed. */
const LONGEST_ROW = 1_000_000;

/**
 * Opens a CSV file and reads its header. UTF-8 with or without a byte order mark; empty lines count for nothing.
 * Throws `CsvUnreadable`, `CsvEncodingInvalid`, `CsvMalformed` or `CsvHeaderInvalid` (an empty file, a column without a
 * name or named twice).
 * @param headerNext What to do about an unusable header, for a format that docs/oracle.md does not describe.
 */
export async function openCsv(path: string, headerNext?: string): Promise<CsvFile> {
  const source = basename(path);
  const rows = readRows(path, source);
  const first = await rows.next();
  if (first.done) throw new CsvHeaderInvalid(source, "the file is empty", headerNext);
  const header = first.value.cells.map((name) => name.trim());
  const twice = firstRepeated(header);
  if (twice !== undefined) {
    await rows.return();
    throw new CsvHeaderInvalid(
      source,
      twice === "" ? "columns without a name" : `the column ${quoted(twice)} is there twice`,
      headerNext,
    );
  }
  return { source, header, rows };
}

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

async function* readRows(path: string, source: string): AsyncGenerator<CsvRow, void, undefined> {
  const file = createReadStream(path);
  const text = requireUtf8(source);
  const parser = parse({
    bom: true,
    info: true,
    record_delimiter: LINE_ENDS,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  });
  file.pipe(text).pipe(parser);
  file.once("error", (error) => parser.destroy(error));
  text.once("error", (error) => parser.destroy(error));
  let row = 0;
  try {
    for await (const { info, record } of parser as AsyncIterable<{ info: Info; record: string[] }>) {
      row = info.lines;
      yield { row, cells: record };
    }
  } catch (error) {
    if (error instanceof CsvEncodingInvalid) throw error;
    if (error instanceof CsvError) throw new CsvMalformed(source, row + 1, reasonOf(error), error);
    throw new CsvUnreadable(source, error);
  } finally {
    file.destroy();
  }
}

function reasonOf(error: CsvError): string {
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return "a quote is never closed";
    case "CSV_INVALID_CLOSING_QUOTE":
      return "a closing quote is followed by text";
    case "INVALID_OPENING_QUOTE":
      return "a quote stands inside a cell that is not quoted";
    case "CSV_MAX_RECORD_SIZE":
      return `a row is longer than ${LONGEST_ROW} characters`;
    default:
      return `the parser says ${error.code}`;
  }
}
