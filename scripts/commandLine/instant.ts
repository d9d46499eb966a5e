import { InvalidArgumentError } from "commander";
import { instantOf } from "../../protocol/json/times.js";

const DAY = /^\d{4}-\d\d-\d\d$/;

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

/** A time with a beginning and an end, Unix seconds. */
export interface TimeWindow {
  readonly startS: number;
  /** Exclusive. */
  readonly endS: number;
}

/** Two moments with a slash between them. */
export function parseWindow(text: string): TimeWindow {
  const [start = "", end = "", more] = text.split("/");
  const window = { startS: parseInstant(start), endS: parseInstant(end) };
  if (more !== undefined || window.endS <= window.startS) {
    throw new InvalidArgumentError("It is a start and a later end, such as 2027-06-01T10:00Z/2027-06-01T16:00Z.");
  }
  return window;
}

/** Unix seconds for people: to the minute, where that is all. What a contract allows goes beyond what a date can be. */
export function formatInstant(atS: number): string {
  const date = new Date(atS * 1000);
  return Number.isNaN(date.getTime()) ? `second ${atS}` : date.toISOString().replace(/(:00)?\.000Z$/, "Z");
}
