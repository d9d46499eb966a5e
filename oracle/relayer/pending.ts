import { Transaction } from "ethers";
import type { Hex } from "../../protocol/hex.js";
import { RelayerClosed } from "./errors.js";
import type { JobOutcome, StoredTransaction } from "./types.js";

/** One signing of a job; a job whose fee was too low has several with one nonce, of which one at most is mined. */
export interface Attempt {
  readonly hash: Hex;
  readonly raw: Hex;
}

/** Longest wait before sending again, ms. */
const LONGEST_BACKOFF_MS = 30_000;

/** A nonce that was given to a job and whose fate is not known. */
export class Pending {
  readonly nonce: number;
  readonly job: string;
  readonly attempts: Attempt[];
  readonly outcome: Promise<JobOutcome>;
  resolve!: (outcome: JobOutcome) => void;
  reject!: (error: unknown) => void;
  /** The node took it, as far as we know. */
  accepted = false;
  /** Not to be sent before this time, ms. */
  notBeforeMs = 0;
  sentAtMs = 0;
  failures = 0;
  /** Times that the nonce was found used without a receipt of ours. */
  timesMissing = 0;

  constructor({ nonce, job, hash, raw }: StoredTransaction) {
    this.nonce = nonce;
    this.job = job;
    this.attempts = [{ hash, raw }];
    this.outcome = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // Whoever waits for it hears of a failure; without anybody waiting it is no unhandled rejection.
    this.outcome.catch(() => undefined);
  }

  get latest(): Attempt {
    return this.attempts.at(-1) as Attempt;
  }

  /** The call that was signed, read back from its raw bytes. */
  get call(): { to: Hex; data: Hex; gasLimit: bigint; gasPrice: bigint } {
    const { to, data, gasLimit, gasPrice } = Transaction.from(this.latest.raw);
    return { to: (to ?? "0x") as Hex, data: data as Hex, gasLimit, gasPrice: gasPrice ?? 0n };
  }

  /** Waits twice as long after every failure in a row. */
  backOff(nowMs: number, firstMs: number): void {
    this.notBeforeMs = nowMs + Math.min(LONGEST_BACKOFF_MS, firstMs * 2 ** this.failures);
    this.failures += 1;
  }

  close(): void {
    this.reject(new RelayerClosed(this.job));
  }
}
