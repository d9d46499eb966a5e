import { type Read, UnexpectedValue } from "./readers.js";

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/;
const DURATION = /^([1-9][0-9]{0,4})([mhd])$/;
const SECONDS_OF: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 };

/** A moment in UTC from 1970 on, such as 2027-06-01T10:00Z, Unix seconds; undefined for any other text. */
export function instantOf(text: string): number | undefined {
  const atMs = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  // The engine takes the 31st of February for the 3rd of March.
  const isReal = atMs >= 0 && new Date(atMs).toISOString().startsWith(text.slice(0, 16));
  return isReal ? atMs / 1000 : undefined;
}

/** Minutes, hours or days, such as 15m, 1h or 7d, seconds; undefined for any other text. */
export function durationOf(text: string): number | undefined {
  const [, count, unit = ""] = DURATION.exec(text) ?? [];
  const seconds = SECONDS_OF[unit];
  return count === undefined || seconds === undefined ? undefined : Number(count) * seconds;
}

/** A moment in text, Unix seconds. */
export const instantText: Read<number> = (value) => {
  const atS = typeof value === "string" ? instantOf(value) : undefined;
  if (atS === undefined) throw new UnexpectedValue("a time in UTC such as 2027-06-01T10:00Z");
  return atS;
};

/** A length of time in text, seconds. */
export const durationText: Read<number> = (value) => {
  const seconds = typeof value === "string" ? durationOf(value) : undefined;
  if (seconds === undefined) throw new UnexpectedValue("minutes, hours or days such as 15m, 1h or 7d");
  return seconds;
};
