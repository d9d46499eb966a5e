import { InvalidArgumentError } from "commander";
import { instantOf } from "../../protocol/json/times.js";
import { parseDuration } from "./duration.js";

/** Until when something holds: a moment, or a time from now, both in seconds. */
export type Expiry = { readonly atS: number } | { readonly inS: number };

/** A moment in UTC, or a time from now. */
export function parseExpiry(text: string): Expiry {
  const atS = instantOf(text);
  if (atS !== undefined) return { atS };
  try {
    return { inS: parseDuration(text) };
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new InvalidArgumentError("It is a time such as 12h or 7d, or a moment in UTC such as 2027-06-01T10:00Z.");
  }
}

/** The chain's time, or this machine's if that is later: on a chain that nobody sends to, time stands still until the next block. */
export function laterOfClocks(chainS: number): number {
  return Math.max(chainS, Math.floor(Date.now() / 1000));
}

/** The moment that an expiry means. @param nowS Time of the latest block, Unix seconds. */
export function expiresAt(expiry: Expiry, nowS: number): number {
  return "atS" in expiry ? expiry.atS : nowS + expiry.inS;
}
