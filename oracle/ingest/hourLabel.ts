import { quoted } from "../../protocol/errors.js";
import { RowFault } from "./errors.js";

export const HOUR_S = 3_600n;

const LABEL = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.0{1,9})?)?Z?$/;

/**
 * Unix seconds of the hour that a label names, read as UTC.
 * Throws `RowFault` with code CsvLabelInvalid for anything but the start of an hour since 1970.
 */
export function parseHourLabel(cell: string): bigint {
  const text = cell.trim();
  const match = LABEL.exec(text);
  if (!match) throw invalid(text, "is not a date and time");
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as number[];
  const date = new Date(0);
  date.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day);
  date.setUTCHours(hour ?? 0, minute, second);
  // A date rolls over where a month or day is too large: what it reads back then differs from the label.
  const iso = date.toISOString();
  if (iso.slice(0, 13) !== `${match[1]}-${match[2]}-${match[3]}T${match[4]}`) throw invalid(text, "is no real date");
  if (minute !== 0 || second !== 0) throw invalid(text, "is not the start of an hour");
  const timeS = BigInt(date.getTime()) / 1000n;
  if (timeS <= 0n) throw invalid(text, "is before 1970");
  return timeS;
}

function invalid(text: string, why: string): RowFault {
  return new RowFault("CsvLabelInvalid", `The label ${quoted(text)} ${why}.`);
}
