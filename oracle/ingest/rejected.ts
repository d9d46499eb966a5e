import { WattproofError } from "../../protocol/errors.js";
import type { Rejection } from "../../protocol/states.js";

/** Time now, Unix seconds. */
export function nowS(): bigint {
  return BigInt(Math.floor(Date.now() / 1000));
}

/** What is kept of a row or cell that `error` describes. Throws on anything that is no named error. */
export function rejectionOf(source: string, position: string, error: unknown): Rejection {
  if (!(error instanceof WattproofError)) throw error;
  return { source, position, code: error.code, reason: error.message, receivedAtS: nowS() };
}
