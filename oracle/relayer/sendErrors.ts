/**
 * What an error from sending a transaction means.
 * - `known`: the node has it already.
 * - `executed`: it was mined and reverted, and the node says so at once.
 * - `spent`: the nonce is used; a receipt will tell by whom.
 * - `cheap`: the fee is too low; the same nonce is signed again with a higher one.
 * - `later`: the node is out of reach or not ready; sent again after a wait.
 * - `refused`: anything else; sent again a few times, then given up.
 */
export type SendFault = "known" | "executed" | "spent" | "cheap" | "later" | "refused";

/** Words that nodes use, lower case: Besu, Geth and Hardhat do not agree on any. */
const WORDS: readonly (readonly [SendFault, readonly string[]])[] = [
  ["known", ["already known", "known transaction", "already imported", "alreadyknown"]],
  ["executed", ["reverted", "revert", "transaction ran out of gas", "out of gas", "vm exception"]],
  ["spent", ["nonce too low", "nonce_too_low", "nonce below", "nonce has already been used"]],
  [
    "cheap",
    [
      "underpriced",
      "less than block base fee",
      "less than the block's base",
      "too low for the next block",
      "gas price below",
      "fee cap",
      "gas_price_too_low",
    ],
  ],
  [
    "later",
    [
      "nonce too high",
      "nonce_too_high",
      "too many requests",
      "timeout",
      "timed out",
      "econnrefused",
      "econnreset",
      "socket hang up",
      "network error",
      "server response 5",
      "bad gateway",
      "missing response",
      "insufficient funds",
      "upfront cost exceeds",
      "doesn't have enough funds",
      "txpool is full",
      "transaction pool",
      "fetch failed",
      "not authorized",
    ],
  ],
];

/** Codes of errors that come from the line to the node rather than from the node. */
const LINE_CODES = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "TIMEOUT", "NETWORK_ERROR"]);

/** Text of an error and of everything it wraps, lower case. */
export function textOf(error: unknown): string {
  const parts: string[] = [];
  let at: unknown = error;
  for (let depth = 0; depth < 5 && typeof at === "object" && at !== null; depth++) {
    const { message, shortMessage, code, error: inner, info, cause } = at as Record<string, unknown>;
    for (const part of [message, shortMessage, code]) if (typeof part === "string") parts.push(part);
    at = inner ?? (info as { error?: unknown } | undefined)?.error ?? cause;
  }
  return parts.join(" ").toLowerCase();
}

export function classifySendError(error: unknown): SendFault {
  const { code } = (typeof error === "object" && error !== null ? error : {}) as { code?: unknown };
  if (typeof code === "string" && LINE_CODES.has(code)) return "later";
  const text = textOf(error);
  return WORDS.find(([, words]) => words.some((word) => text.includes(word)))?.[0] ?? "refused";
}
