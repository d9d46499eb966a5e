import { Worker } from "./worker.js";

export interface TurnsOptions {
  /**
   * Does what can be done now; true if there may be more to do at once.
   * @param isLast True if whoever asked will hand in nothing more.
   */
  readonly turn: (isLast: boolean) => Promise<boolean>;
  /** Resolves when what a killed process had sent is final. */
  readonly recovered: () => Promise<void>;
  readonly onChange: () => void;
  readonly onFatal: (error: unknown) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Shortest time between two looks at what could be done, and the longest, ms. */
const SOONEST_MS = 250;
const LATEST_MS = 5_000;

/** Takes turns beside anchoring: after new records, now and then, and to the end when asked. */
export class Turns {
  readonly #options: TurnsOptions;
  readonly #worker: Worker;
  #flushes = 0;
  /** Numbers of the last flush that was asked for and of the last one that is done. */
  #asked = 0;
  #done = 0;
  #recovered = false;

  constructor(options: TurnsOptions) {
    this.#options = options;
    const { onFatal, onTrouble } = options;
    this.#worker = new Worker({ work: () => this.#work(), onFatal, onTrouble });
  }

  start(): void {
    this.#worker.start();
  }

  /** There is something new. */
  wake(): void {
    this.#worker.wake();
  }

  /** Does everything that can be done. Rejects with what stopped the worker. */
  async flush(): Promise<void> {
    this.#asked += 1;
    const wanted = this.#asked;
    this.#flushes += 1;
    this.#worker.wake();
    try {
      await this.#worker.until(() => this.#done >= wanted);
    } finally {
      this.#flushes -= 1;
    }
  }

  async close(): Promise<void> {
    await this.#worker.close();
  }

  async #work(): Promise<number> {
    // What a killed process had sent is looked at before anything is planned: it may still be mined.
    if (!this.#recovered) await this.#options.recovered();
    this.#recovered = true;
    const asked = this.#asked;
    const startedMs = Date.now();
    const mayGoOn = await this.#options.turn(this.#flushes > 0);
    if (mayGoOn) {
      this.#options.onChange();
      return 0;
    }
    this.#done = asked;
    await this.#pause(SOONEST_MS - (Date.now() - startedMs));
    return LATEST_MS;
  }

  /** Keeps a stream of new records from making a turn of each; a flush does not wait. */
  async #pause(forMs: number): Promise<void> {
    this.#worker.progressed();
    const untilMs = Date.now() + forMs;
    while (Date.now() < untilMs && this.#flushes === 0 && !this.#worker.isClosed) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(25, untilMs - Date.now())));
    }
  }
}
