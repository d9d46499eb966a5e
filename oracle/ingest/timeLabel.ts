import { quoted } from "../../protocol/errors.js";
import { RowFault } from "./errors.js";

const LABEL = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.0{1,9})?)?Z?$/;

/**
 * Unix seconds of a date and time, read as UTC.
 * Throws `RowFault` with code CsvLabelInvalid for anything but a whole second since 1970.
 */
export function parseTimeLabel(cell: string): bigint {
  const text = cell.trim();
  const match = LABEL.exec(text);
  if (!match) throw labelInvalid(text, "is not a date and time");
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as number[];
  const date = new Date(0);
  date.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day);
  date.setUTCHours(hour ?? 0, minute, second);
  // A date rolls over where a part is too large: what it reads back then differs from the label.
  const [, ...parts] = match;
  const said = `${parts[0]}-${parts[1]}-${parts[2]}T${parts[3]}:${parts[4]}:${parts[5] ?? "00"}`;
  if (date.toISOString().slice(0, 19) !== said) throw labelInvalid(text, "is no real date");
  const timeS = BigInt(date.getTime()) / 1000n;
  if (timeS <= 0n) throw labelInvalid(text, "is before 1970");
  return timeS;
}

/** A label that does not say when. */
export function labelInvalid(text: string, why: string): RowFault {
  return new RowFault("CsvLabelInvalid", `The label ${quoted(text)} ${why}.`);
}
