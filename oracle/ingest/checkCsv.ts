import type { Rejection } from "../../protocol/states.js";
import { communityOf, isCommunityHeader } from "./community.js";
import { openCsv } from "./csvRows.js";
import { cyclesOf, isCyclesHeader } from "./cycles.js";
import { CsvFormatUnknown } from "./errors.js";
import { recordTypeOfHeader, signedRecordsOf } from "./signedRecords.js";

export type CsvFormat = "community" | "batteryCycles" | "MeterReading" | "ChargeCycle" | "SensorReading";

/** What a file holds. In a community file the counted things are home-hours, elsewhere rows. */
export interface CsvReport {
  readonly source: string;
  readonly format: CsvFormat;
  readonly counted: "home-hours" | "rows";
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Rejected things per code. */
  readonly rejectedByCode: Readonly<Record<string, number>>;
  /** The first rejections in file order, at most `CHECK_LISTS_AT_MOST`. */
  readonly rejections: readonly Rejection[];
  /**
   * Columns that are left out although their name says that they were meant: a community's generation without a load
   * column beside it. At most `CHECK_LISTS_AT_MOST`.
   */
  readonly ignoredColumns: readonly string[];
}

/** Rejections, and columns, that a report lists; all rejections are counted. */
export const CHECK_LISTS_AT_MOST = 1_000;

/**
 * Tells which format a CSV file has and reads it through, keeping nothing but the counts. Signatures are not checked:
 * that needs the chain.
 * Throws `CsvUnreadable`, `CsvEncodingInvalid`, `CsvMalformed`, `CsvHeaderInvalid` or `CsvFormatUnknown`.
 */
export async function checkCsv(path: string): Promise<CsvReport> {
  const file = await openCsv(path);
  const { source, header } = file;
  if (isCommunityHeader(header)) {
    const tally = new Tally();
    const { homelessColumns, rows } = await communityOf(file);
    for await (const { hours, rejections } of rows) tally.add(hours.length, rejections);
    const ignoredColumns = homelessColumns.slice(0, CHECK_LISTS_AT_MOST);
    return { ...tally.report({ source, format: "community", counted: "home-hours" }), ignoredColumns };
  }
  if (isCyclesHeader(header)) {
    const tally = new Tally();
    for await (const row of (await cyclesOf(file)).rows) tally.addRow(row);
    return tally.report({ source, format: "batteryCycles", counted: "rows" });
  }
  if (recordTypeOfHeader(header) === undefined) {
    await file.rows.return();
    throw new CsvFormatUnknown(source);
  }
  const tally = new Tally();
  const signed = await signedRecordsOf(file);
  for await (const row of signed.rows) tally.addRow(row);
  return tally.report({ source, format: signed.type, counted: "rows" });
}

type RowOutcome = { readonly accepted: true } | { readonly accepted: false; readonly rejection: Rejection };

class Tally {
  #rows = 0;
  #accepted = 0;
  #rejected = 0;
  readonly #byCode: Record<string, number> = {};
  readonly #rejections: Rejection[] = [];

  add(accepted: number, rejections: readonly Rejection[]): void {
    this.#rows += 1;
    this.#accepted += accepted;
    this.#rejected += rejections.length;
    for (const rejection of rejections) {
      this.#byCode[rejection.code] = (this.#byCode[rejection.code] ?? 0) + 1;
      if (this.#rejections.length < CHECK_LISTS_AT_MOST) this.#rejections.push(rejection);
    }
  }

  addRow(row: RowOutcome): void {
    this.add(row.accepted ? 1 : 0, row.accepted ? [] : [row.rejection]);
  }

  report(of: Pick<CsvReport, "source" | "format" | "counted">): CsvReport {
    return {
      ...of,
      rows: this.#rows,
      accepted: this.#accepted,
      rejected: this.#rejected,
      rejectedByCode: this.#byCode,
      rejections: this.#rejections,
      ignoredColumns: [],
    };
  }
}
