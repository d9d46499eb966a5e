import { type Buffer, emptyGroup, type Group } from "../buffer/index.js";
import { OracleClosed } from "../errors.js";

interface Job {
  run(): Promise<void>;
  done(): void;
  fail(error: unknown): void;
}

/** Rows of one commit. Larger groups gain nothing and make a sender wait for its acknowledgement. */
const GROUP_SIZE = 1_000;

/** Longest time without letting other work run, ms: signature checks would otherwise hold up the relayer. */
const LONGEST_RUN_MS = 20;

/**
 * Runs jobs one after the other and writes what they decide in shared commits; a job's promise resolves after the commit.
 * An error poisons it for good: what is in memory may then differ from the disk, and only a restart reads it anew.
 */
export class GroupCommit {
  readonly #buffer: Buffer;
  readonly #queue: Job[] = [];
  #group = emptyGroup();
  #running = false;
  #closed = false;
  #poison: { readonly error: unknown } | undefined;
  #pausedAtMs = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  /** What the running job adds to; replaced by every commit. */
  get group(): Group {
    return this.#group;
  }

  /** Throws `OracleClosed` after `close`. */
  run<T>(job: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new OracleClosed());
    return new Promise<T>((resolve, reject) => {
      let result: T;
      this.#queue.push({
        run: async () => {
          result = await job();
        },
        done: () => resolve(result),
        fail: reject,
      });
      void this.#drain();
    });
  }

  /** Takes no more jobs; resolves when those handed in before are done. */
  async close(): Promise<void> {
    if (this.#closed) return;
    await this.run(async () => undefined).catch(() => undefined);
    this.#closed = true;
  }

  /** Between two records of a job: commits a full group, and lets other work run now and then. */
  async checkpoint(): Promise<void> {
    if (sizeOf(this.#group) >= GROUP_SIZE) await this.commit();
    if (performance.now() - this.#pausedAtMs < LONGEST_RUN_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#pausedAtMs = performance.now();
  }

  /** Writes what was decided so far. */
  async commit(): Promise<void> {
    if (sizeOf(this.#group) === 0) return;
    const group = this.#group;
    this.#group = emptyGroup();
    await this.#buffer.commit(group);
  }

  async #drain(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (this.#queue.length > 0) {
      const started: Job[] = [];
      try {
        if (this.#poison) throw this.#poison.error;
        while (this.#queue.length > 0 && sizeOf(this.#group) < GROUP_SIZE) {
          const job = this.#queue.shift() as Job;
          started.push(job);
          await job.run();
        }
        await this.commit();
        for (const job of started) job.done();
      } catch (error) {
        this.#poison ??= { error };
        for (const job of [...started, ...this.#queue.splice(0)]) job.fail(error);
      }
    }
    this.#running = false;
  }
}

function sizeOf(group: Group): number {
  return (
    group.accepted.length + group.delayed.length + group.undelayed.length + group.rejected.length + group.heads.size
  );
}
