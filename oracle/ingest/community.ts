import { quoted, WattproofError } from "../../protocol/errors.js";
import type { Rejection } from "../../protocol/states.js";
import { type CsvFile, type CsvRow, openCsv } from "./csvRows.js";
import { parseQuantity, subtract, toWholeUnits, ZERO } from "./decimal.js";
import { CsvHeaderInvalid, RowFault } from "./errors.js";
import { HOUR_S, parseHourLabel } from "./hourLabel.js";
import { rejectionOf } from "./rejected.js";

export const LABEL_COLUMN = "interval_start_local";
const LOAD_SUFFIX = "_load_kwh";
const PV_SUFFIX = "_pv_kwh";

const WH_PER_KWH_POWER = 3;
/** Most energy taken for one home's hour, Wh: a lifetime of such hours still fits a register of 64 bits. */
const MOST_WH_PER_HOUR = 10n ** 12n;

/** Longest id of a home, characters: every rejection repeats it. */
const LONGEST_HOME_ID = 128;

/** Agreements run over a file's whole time, and settlement closes every hour of it: longer silence is a file's end. */
const LONGEST_GAP_DAYS = 31n;
const DAY_S = 86_400n;

/** One home's net flow over one hour; at most one of the two is above zero. */
export interface HomeHour {
  readonly home: string;
  /** Start and end of the hour, Unix seconds. */
  readonly startS: bigint;
  readonly endS: bigint;
  /** Taken from the grid, Wh: load less generation where that is positive, rounded half up. */
  readonly importWh: bigint;
  /** Fed into the grid, Wh: generation less load where that is positive, rounded half up. */
  readonly exportWh: bigint;
}

/** One home's hour that cannot be taken. */
export interface HomeHourRejection extends Rejection {
  readonly home: string;
}

export interface CommunityRow {
  readonly row: number;
  /** Start of the hour, Unix seconds; missing where the label is unusable, and then every home is rejected. */
  readonly startS?: bigint;
  readonly hours: readonly HomeHour[];
  readonly rejections: readonly HomeHourRejection[];
}

export interface CommunityFile {
  readonly source: string;
  /** Homes in column order: `b01` for the column `b01_load_kwh`. */
  readonly homes: readonly string[];
  /** Columns of generation that no home has: their load column is missing. They count for nothing. */
  readonly homelessColumns: readonly string[];
  readonly rows: AsyncGenerator<CommunityRow, void, undefined>;
}

interface HomeColumns {
  readonly home: string;
  readonly load: number;
  /** −1 for a home without generation. */
  readonly pv: number;
}

/** True if the header is that of a community file. */
export function isCommunityHeader(header: readonly string[]): boolean {
  return header.includes(LABEL_COLUMN) && header.some((name) => name.endsWith(LOAD_SUFFIX));
}

/**
 * Opens a file of hourly load and generation per home, kWh. Bad cells reject their home's hour, a bad label its row.
 * Throws as `openCsv`, and `CsvHeaderInvalid` without a label column or a home, or if a home's id is too long.
 */
export async function openCommunity(path: string): Promise<CommunityFile> {
  return communityOf(await openCsv(path));
}

/** As `openCommunity`, for a file that is open already. */
export async function communityOf(file: CsvFile): Promise<CommunityFile> {
  const { source, header } = file;
  const indexOf = new Map(header.map((name, index) => [name, index]));
  const label = indexOf.get(LABEL_COLUMN) ?? -1;
  const homes = header.flatMap((name, load): HomeColumns[] => {
    const home = name.slice(0, -LOAD_SUFFIX.length);
    return name.endsWith(LOAD_SUFFIX) && home !== "" ? [{ home, load, pv: indexOf.get(home + PV_SUFFIX) ?? -1 }] : [];
  });
  const homelessColumns = header.filter(
    (name) => name.endsWith(PV_SUFFIX) && !indexOf.has(name.slice(0, -PV_SUFFIX.length) + LOAD_SUFFIX),
  );
  if (label < 0 || homes.length === 0) {
    await file.rows.return();
    const missing = label < 0 ? LABEL_COLUMN : `<home>${LOAD_SUFFIX}`;
    throw new CsvHeaderInvalid(source, `there is no column ${missing}`);
  }
  const long = homes.find(({ home }) => home.length > LONGEST_HOME_ID);
  if (long !== undefined) {
    await file.rows.return();
    throw new CsvHeaderInvalid(source, `the home ${quoted(long.home)} has an id of over ${LONGEST_HOME_ID} characters`);
  }
  return { source, homes: homes.map(({ home }) => home), homelessColumns, rows: readHours(file, label, homes) };
}

async function* readHours(
  { source, header, rows }: CsvFile,
  label: number,
  homes: readonly HomeColumns[],
): AsyncGenerator<CommunityRow, void, undefined> {
  let lastStartS: bigint | undefined;
  for await (const row of rows) {
    try {
      const startS = labelOf(row, header.length, label, lastStartS);
      lastStartS = startS;
      yield readHomes(source, row, startS, homes);
    } catch (error) {
      const isWholeRow = error instanceof RowFault && error.code === "CsvRowLength";
      const position = isWholeRow ? `row ${row.row}` : `row ${row.row}, column ${LABEL_COLUMN}`;
      const rejection = rejectionOf(source, position, error);
      yield { row: row.row, hours: [], rejections: homes.map(({ home }) => rejectionOfHome(rejection, home)) };
    }
  }
}

/** A rejection per home, so that every home's hour is counted; the position tells them apart. */
function rejectionOfHome(rejection: Rejection, home: string): HomeHourRejection {
  return { ...rejection, position: `${rejection.position}, home ${home}`, home };
}

function labelOf({ cells }: CsvRow, columns: number, label: number, lastStartS: bigint | undefined): bigint {
  if (cells.length !== columns) {
    throw new RowFault("CsvRowLength", `The row has ${cells.length} cells where the header has ${columns} columns.`);
  }
  const startS = parseHourLabel(cells[label] ?? "");
  if (lastStartS !== undefined && startS <= lastStartS) {
    throw new RowFault("CsvLabelOutOfOrder", `The label ${quoted(cells[label] ?? "")} is not after the preceding one.`);
  }
  if (lastStartS !== undefined && startS - lastStartS > LONGEST_GAP_DAYS * DAY_S) {
    throw new RowFault(
      "CsvLabelGap",
      `The label ${quoted(cells[label] ?? "")} is more than ${LONGEST_GAP_DAYS} days after the preceding one.`,
    );
  }
  return startS;
}

function readHomes(source: string, row: CsvRow, startS: bigint, homes: readonly HomeColumns[]): CommunityRow {
  const hours: HomeHour[] = [];
  const rejections: HomeHourRejection[] = [];
  for (const columns of homes) {
    const { home } = columns;
    let column = home + LOAD_SUFFIX;
    try {
      const load = parseQuantity(row.cells[columns.load] ?? "");
      if (columns.pv >= 0) column = home + PV_SUFFIX;
      const pv = columns.pv < 0 ? ZERO : parseQuantity(row.cells[columns.pv] ?? "");
      const net = subtract(load, pv);
      const magnitude = { digits: net.digits < 0n ? -net.digits : net.digits, scale: net.scale };
      const wh = toWholeUnits(magnitude, WH_PER_KWH_POWER);
      if (net.digits >= 0n) column = home + LOAD_SUFFIX;
      if (wh > MOST_WH_PER_HOUR) throw new RowFault("CsvCellOutOfRange", `${wh} Wh is more than an hour can hold.`);
      const imports = net.digits > 0n;
      hours.push({
        home,
        startS,
        endS: startS + HOUR_S,
        importWh: imports ? wh : 0n,
        exportWh: imports ? 0n : wh,
      });
    } catch (error) {
      if (!(error instanceof WattproofError)) throw error;
      rejections.push({ ...rejectionOf(source, `row ${row.row}, column ${column}`, error), home });
    }
  }
  return { row: row.row, startS, hours, rejections };
}
