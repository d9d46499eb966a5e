import { InvalidArgumentError } from "commander";

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** A moment in UTC from 1970 on, Unix seconds; undefined for any other text. */
export function instantOf(text: string): number | undefined {
  const atMs = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  // The engine takes the 31st of February for the 3rd of March.
  const isReal = atMs >= 0 && new Date(atMs).toISOString().startsWith(text.slice(0, 16));
  return isReal ? atMs / 1000 : undefined;
}

/** A moment in UTC, Unix seconds. */
export function parseInstant(text: string): number {
  const atS = instantOf(text);
  if (atS === undefined) throw new InvalidArgumentError("It is a time in UTC, such as 2027-06-01T10:00Z.");
  return atS;
}

/** A day's beginning or a moment, in UTC, Unix seconds. */
export function parseDayOrInstant(text: string): number {
  const atS = instantOf(DAY.test(text) ? `${text}T00:00Z` : text);
  if (atS === undefined) {
    throw new InvalidArgumentError("It is a day or a time in UTC, such as 2026-01-31 or 2026-01-31T12:00:00Z.");
  }
  return atS;
}

/** Unix seconds for people: to the minute, where that is all. What a contract allows goes beyond what a date can be. */
export function formatInstant(atS: number): string {
  const date = new Date(atS * 1000);
  return Number.isNaN(date.getTime()) ? `second ${atS}` : date.toISOString().replace(/(:00)?\.000Z$/, "Z");
}
