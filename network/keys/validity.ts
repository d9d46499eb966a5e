import { ValidityUnfit } from "./errors.js";
import type { Period } from "./issueCertificate.js";

/** Where certificates of given keys begin, so that the same keys give the same files for ever. */
export const FIXED_START = new Date("2026-01-01T00:00:00Z");

export const NODE_YEARS = 2;
export const AGENCY_YEARS = 10;

const DATE = /^20[0-9]{2}-[0-9]{2}-[0-9]{2}$/;

/** From when on certificates of a founding are valid, and for how long those of nodes are. */
export interface Validity {
  readonly from: Date;
  /** 1 to `AGENCY_YEARS`: no node's certificate outlives its agency's. */
  readonly years: number;
}

/**
 * @param from A date, which begins at midnight UTC; without it `otherwise`, cut to whole seconds.
 * @param years Of nodes' certificates; agencies' have 10.
 * @throws ValidityUnfit
 */
export function parseValidity(from: string | undefined, years: number | undefined, otherwise: Date): Validity {
  const start = from === undefined ? new Date(Math.floor(otherwise.getTime() / 1000) * 1000) : dateOf(from);
  const length = years ?? NODE_YEARS;
  if (!Number.isInteger(length) || length < 1 || length > AGENCY_YEARS) {
    throw new ValidityUnfit(`Certificates of nodes cannot be valid for ${length} years`);
  }
  return { from: start, years: length };
}

/** The period of `years` that begins at `from`. */
export function periodOf(from: Date, years: number): Period {
  const until = new Date(from);
  until.setUTCFullYear(from.getUTCFullYear() + years);
  return { from, until };
}

function dateOf(text: string): Date {
  const date = new Date(`${text}T00:00:00Z`);
  // A day that a month does not have becomes one of the next month.
  const exists = DATE.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  if (!exists) throw new ValidityUnfit("There is no such date to begin with");
  return date;
}
