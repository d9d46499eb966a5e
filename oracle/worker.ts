import { isError } from "ethers";
import { WattproofError } from "../protocol/errors.js";
import { OracleClosed } from "./errors.js";

export interface WorkerOptions {
  /** Does one turn of work; returns how long to wait for the next if nobody wakes the worker, ms. */
  readonly work: () => Promise<number>;
  /** Told of what only a person can mend; the worker has then stopped. */
  readonly onFatal: (error: unknown) => void;
  /** Told of trouble that passes by itself; the turn is then taken again after a wait. */
  readonly onTrouble: (error: unknown) => void;
}

/** First wait after trouble, and the longest, ms. */
const FIRST_BACKOFF_MS = 200;
const LONGEST_BACKOFF_MS = 30_000;
/** Timers hold no longer wait. */
const LONGEST_WAIT_MS = 60_000;

/** Takes turns, one after the other, until it is closed or meets an error that will not pass. */
export class Worker {
  readonly #options: WorkerOptions;
  #closed = false;
  #failure: { readonly error: unknown } | undefined;
  #running: Promise<void> | undefined;
  #awake = false;
  readonly #sleepers = new Set<() => void>();
  readonly #watchers = new Set<() => void>();

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** The next turn comes at once. */
  wake(): void {
    this.#awake = true;
    for (const rouse of this.#sleepers) rouse();
  }

  /**
   * Resolves when somebody wakes the worker (at once if that was since the turn began), when `sooner` settles, or after
   * `waitMs`.
   */
  async woken(waitMs: number, sooner?: Promise<unknown>): Promise<void> {
    if (this.#awake || this.#closed) return;
    await new Promise<void>((resolve) => {
      const rouse = () => {
        clearTimeout(timer);
        this.#sleepers.delete(rouse);
        resolve();
      };
      const timer = setTimeout(rouse, Math.min(Math.max(waitMs, 0), LONGEST_WAIT_MS));
      this.#sleepers.add(rouse);
      sooner?.then(rouse, rouse);
    });
  }

  /** Something changed that `until` may wait for. */
  progressed(): void {
    for (const watch of this.#watchers) watch();
  }

  /** Resolves when `reached` holds; rejects with what stopped the worker, or when it is closed before. */
  async until(reached: () => boolean): Promise<void> {
    for (;;) {
      if (this.#failure) throw this.#failure.error;
      if (reached()) return;
      if (this.#closed) throw new OracleClosed();
      await new Promise<void>((resolve) => {
        const watch = () => {
          this.#watchers.delete(watch);
          resolve();
        };
        this.#watchers.add(watch);
      });
    }
  }

  /** Lets the turn that is under way end. */
  async close(): Promise<void> {
    this.#closed = true;
    this.wake();
    await this.#running;
    this.progressed();
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#closed) {
      let waitMs: number;
      this.#awake = false;
      try {
        waitMs = await this.#options.work();
        failures = 0;
      } catch (error) {
        if (this.#closed) return;
        if (!passes(error)) {
          this.#failure = { error };
          this.#closed = true;
          this.progressed();
          this.#options.onFatal(error);
          return;
        }
        this.#options.onTrouble(error);
        waitMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** failures);
        failures += 1;
      }
      this.progressed();
      if (waitMs > 0) await this.woken(waitMs);
    }
  }
}

/** Trouble with the line to the chain passes; a named error, a broken state or a mistake in the program does not. */
function passes(error: unknown): boolean {
  if (error instanceof WattproofError || error instanceof TypeError || error instanceof RangeError) return false;
  // A call without an answer is the node's fault; one that reverts with a reason is the program's.
  if (isError(error, "CALL_EXCEPTION")) return !error.data || error.data === "0x";
  const lineFault = (["NETWORK_ERROR", "SERVER_ERROR", "TIMEOUT", "UNKNOWN_ERROR", "BAD_DATA"] as const).some((code) =>
    isError(error, code),
  );
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return lineFault || /^E[A-Z]+$/.test(code);
}
