import { parse } from "csv-parse/sync";
import { type DeviceKind, type Hex, quoted, WattproofError } from "../../../protocol/index.js";
import { readText } from "../../commandLine/files.js";
import { parseAddress } from "../../commandLine/values.js";
import { parseKind } from "./deviceValues.js";

/** A device to be registered, as a row tells. */
export interface BatchRow {
  readonly kind: DeviceKind;
  readonly owner: Hex;
  readonly serial: string;
}

/** Some ten million gas: a third of what a block holds at least. */
export const ROWS_PER_TRANSACTION = 50;

const COLUMNS = ["kind", "owner", "serial"];
const LONGEST_FILE_BYTES = 4 * 1024 * 1024;
const MOST_ROWS = 10_000;
const LONGEST_SERIAL = 256;

/** A batch that cannot be registered as it stands; nothing of it was. */
export class BatchFileInvalid extends WattproofError {
  constructor(path: string, reason: string) {
    super({
      code: "BatchFileInvalid",
      message: `The batch ${quoted(path)} cannot be registered: ${reason}.`,
      next: "Give a CSV file with a header row and the columns kind, owner and serial.",
      facts: { path, reason },
    });
  }
}

/** Rows of a CSV file with columns kind, owner and serial. Throws `BatchFileInvalid`, `FileUnreadable`, `FileTooLarge`. */
export function readBatch(path: string): BatchRow[] {
  const refuse = (reason: string) => new BatchFileInvalid(path, reason);
  const cells = parseCsv(readText(path, LONGEST_FILE_BYTES), refuse);
  const [header = [], ...rows] = cells;
  const missing = COLUMNS.find((name) => !header.includes(name));
  if (missing !== undefined) throw refuse(`it has no column ${missing}`);
  if (rows.length === 0) throw refuse("it has no rows");
  if (rows.length > MOST_ROWS) throw refuse(`it has more than ${MOST_ROWS} rows`);
  const serials = new Set<string>();
  return rows.map((row, index) => {
    const cell = (name: string) => row[header.indexOf(name)]?.trim() ?? "";
    const at = (reason: string) => refuse(`row ${index + 2}: ${reason}`);
    const [kind, owner, serial] = [cell("kind"), cell("owner"), cell("serial")];
    if (serial === "" || serial.length > LONGEST_SERIAL)
      throw at(`its serial has not 1 to ${LONGEST_SERIAL} characters`);
    if (serials.has(serial)) throw at("its serial is there twice");
    serials.add(serial);
    return {
      kind: inWords(
        () => parseKind(kind),
        (why) => at(`its kind is wrong. ${why}`),
      ),
      owner: inWords(
        () => parseAddress(owner),
        (why) => at(`its owner is wrong. ${why}`),
      ),
      serial,
    };
  });
}

function parseCsv(text: string, refuse: (reason: string) => WattproofError): string[][] {
  try {
    return parse(text, { bom: true, skip_empty_lines: true, relax_column_count: true });
  } catch {
    throw refuse("it is no CSV file");
  }
}

function inWords<T>(parsing: () => T, refusal: (why: string) => WattproofError): T {
  try {
    return parsing();
  } catch (error) {
    throw refusal(error instanceof Error ? error.message.replace(/\.$/, "") : "");
  }
}
