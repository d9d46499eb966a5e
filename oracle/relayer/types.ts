import type { Hex } from "../../protocol/hex.js";

/** A call to be sent. */
export interface Job {
  /** What it is for; names it in tables and logs. */
  readonly name: string;
  readonly to: Hex;
  readonly data: Hex;
  readonly gasLimit: bigint;
}

/** What became of a job, for good. */
export type JobOutcome =
  | { readonly status: "confirmed"; readonly hash: Hex; readonly block: number; readonly gasUsed: bigint }
  /** It was mined and did nothing. */
  | { readonly status: "reverted"; readonly hash: Hex; readonly block: number; readonly reason: Revert }
  /** Another transaction of the same account took its place; it will never be mined. */
  | { readonly status: "displaced"; readonly hash: Hex };

export interface Revert {
  /** The contract error's name; `OutOfGas` or `Unknown` where there is none. */
  readonly name: string;
  /** Its arguments. */
  readonly args: readonly unknown[];
  /** The raw revert data. */
  readonly data: Hex;
}

/** A transaction as it was written before it was sent. */
export interface StoredTransaction {
  readonly hash: Hex;
  readonly nonce: number;
  readonly job: string;
  readonly raw: Hex;
}

/** Where transactions are kept. What a method has written is on the disk when its promise resolves. */
export interface TransactionLog {
  add(transaction: StoredTransaction): Promise<void>;
  /** Transactions whose fate is not known, by nonce, the older first. */
  unresolved(): Promise<StoredTransaction[]>;
  resolve(
    nonce: number,
    hash: Hex,
    state: "confirmed" | "reverted" | "displaced",
    block: number | undefined,
  ): Promise<void>;
}
