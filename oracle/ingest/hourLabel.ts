import { labelInvalid, parseTimeLabel } from "./timeLabel.js";

export const HOUR_S = 3_600n;

/**
 * Unix seconds of the hour that a label names, read as UTC.
 * Throws `RowFault` with code CsvLabelInvalid for anything but the start of an hour since 1970.
 */
export function parseHourLabel(cell: string): bigint {
  const timeS = parseTimeLabel(cell);
  if (timeS % HOUR_S !== 0n) throw labelInvalid(cell.trim(), "is not the start of an hour");
  return timeS;
}
