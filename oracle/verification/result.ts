import type { Hex } from "../../protocol/hex.js";

/**
 * What became of a submitted record.
 * - `buffered`: accepted and on the disk; it will be anchored.
 * - `duplicate`: it was accepted before; nothing happens twice.
 * - `delayed`: verified and on the disk; waits for a missing predecessor.
 * - `rejected`: never; kept with its reason in the list of rejections.
 * - `refused`: not now, and nothing is kept; send it again.
 */
export type Outcome = "buffered" | "duplicate" | "delayed" | "rejected" | "refused";

export interface SubmitResult {
  readonly outcome: Outcome;
  /** Struct hash, if the record has one. */
  readonly structHash?: Hex;
  /** Code of the named error, if rejected or refused. */
  readonly code?: string;
  /** One sentence with the facts, if rejected or refused. */
  readonly reason?: string;
}

/** True if the sender need not keep the record any longer. */
export function isAcknowledged({ outcome }: SubmitResult): boolean {
  return outcome !== "refused";
}
