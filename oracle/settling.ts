import type { Buffer } from "./buffer/index.js";
import type { Chain } from "./chain/connectChain.js";
import type { Relayer } from "./relayer/index.js";
import { Settlement } from "./settlement/index.js";
import { Worker } from "./worker.js";

export interface SettlingOptions {
  readonly chain: Chain;
  readonly buffer: Buffer;
  readonly relayer: Relayer;
  readonly closingWaitS: number;
  readonly onChange: () => void;
  readonly onFatal: (error: unknown) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Shortest time between two looks at what could be settled, and the longest, ms. */
const SOONEST_MS = 250;
const LATEST_MS = 5_000;

/** Runs settlement beside anchoring: after new records, now and then, and to the end when asked. */
export class Settling {
  readonly #options: SettlingOptions;
  readonly #settlement: Settlement;
  readonly #worker: Worker;
  #flushes = 0;
  /** Numbers of the last flush that was asked for and of the last one that is done. */
  #asked = 0;
  #done = 0;
  #recovered = false;

  constructor(options: SettlingOptions) {
    this.#options = options;
    const { chain, buffer, relayer, closingWaitS, onFatal, onTrouble } = options;
    this.#settlement = new Settlement({
      provider: chain.provider,
      agreements: chain.contracts.SupplyAgreements,
      settlement: chain.contracts.EnergySettlement,
      readings: buffer.readings,
      send: async (call) => (await relayer.send(call)).outcome,
      reject: async ({ records: _, ...rejection }) => {
        const receivedAtS = BigInt(Math.floor(Date.now() / 1_000));
        await buffer.reject({ scope: "settlement", rejection: { source: "settlement", ...rejection, receivedAtS } });
      },
      closingWaitS,
    });
    this.#worker = new Worker({ work: () => this.#work(), onFatal, onTrouble });
  }

  start(): void {
    this.#worker.start();
  }

  /** There are new readings. */
  wake(): void {
    this.#worker.wake();
  }

  /** Settles everything that can be; meters that are silent are not waited for. Rejects with what stopped the worker. */
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
    if (!this.#recovered) await this.#options.relayer.recovered();
    this.#recovered = true;
    const asked = this.#asked;
    const startedMs = Date.now();
    const mayGoOn = await this.#settlement.turn(this.#flushes > 0);
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
