import { fastKeccak } from "../../native/index.js";
import type { Hex } from "../../protocol/hex.js";
import type { Keccak256 } from "../../protocol/merkle/keccak.js";
import { RecordAnchor__factory } from "../../typechain-types/index.js";
import { type BatchPolicy, composeBatch, isBatchDue } from "../batcher/index.js";
import type { Buffer, StoredBatch } from "../buffer/index.js";
import type { Chain } from "../chain/connectChain.js";
import type { JobOutcome, Relayer } from "../relayer/index.js";
import { Worker } from "../worker.js";
import { AnchorRefused, StreamForked } from "./errors.js";
import { openStream, type Stream } from "./stream.js";

export interface AnchoringOptions {
  readonly chain: Chain;
  readonly buffer: Buffer;
  readonly relayer: Relayer;
  readonly stream: Stream;
  readonly predecessor: Hex | undefined;
  readonly policy: BatchPolicy;
  readonly onChange: () => void;
  /** Told of what only a person can mend; the worker has then stopped. */
  readonly onFatal: (error: unknown) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Gas of an `anchor`: two slots, of which one is new, five words of event, and room for a costlier chain. */
const ANCHOR_GAS = 200_000n;
/** Anchors on their way at once. */
const MAX_IN_FLIGHT = 8;
/** Refusals of one batch in a row before a person has to look. */
const MAX_REFUSALS = 5;

/** Makes batches of what is buffered and takes them to the chain, in order. */
export class Anchoring {
  readonly #options: AnchoringOptions;
  readonly #worker: Worker;
  /** Batches that are made and not anchored, in order; the first `#sent.length` of them are on their way. */
  #open: StoredBatch[] = [];
  #sent: Promise<JobOutcome>[] = [];
  #last: StoredBatch | undefined;
  #keccak256: Keccak256 | undefined;
  #oldestSinceMs: number | undefined;
  #flushes = 0;
  #reconciled = false;
  #refusals = 0;

  constructor(options: AnchoringOptions) {
    this.#options = options;
    const { onFatal, onTrouble } = options;
    this.#worker = new Worker({ work: () => this.#work(), onFatal, onTrouble });
  }

  /** Goes on where the state stopped: composition of batches is as it was written, the chain says how far they came. */
  async start(): Promise<void> {
    this.#last = await this.#options.buffer.batches.last();
    this.#open = await this.#options.buffer.batches.unanchored();
    this.#keccak256 = await fastKeccak();
    this.#worker.start();
  }

  /** Something was buffered. */
  wake(): void {
    if (this.#options.buffer.openLeaves > 0) this.#oldestSinceMs ??= Date.now();
    this.#worker.wake();
  }

  /** Batches everything that is buffered and resolves when the chain has it. Rejects with what stopped the worker. */
  async flush(): Promise<void> {
    this.#flushes += 1;
    this.wake();
    try {
      await this.#worker.until(() => this.#options.buffer.openLeaves === 0 && this.#open.length === 0);
    } finally {
      this.#flushes -= 1;
    }
  }

  async close(): Promise<void> {
    await this.#worker.close();
  }

  /** One turn. Returns how long to wait before the next if nothing happens, ms. */
  async #work(): Promise<number> {
    if (!this.#reconciled) await this.#reconcile();
    const waitMs = await this.#compose();
    await this.#send();
    const [first] = this.#sent;
    if (!first) return waitMs;
    const outcome = await Promise.race([first, this.#worker.woken(waitMs, first)]);
    if (outcome) await this.#conclude(outcome);
    return 0;
  }

  /** Makes the batches that are due. Returns the wait until the next may be, ms. */
  async #compose(): Promise<number> {
    const { buffer, policy } = this.#options;
    for (;;) {
      const leaves = buffer.openLeaves;
      if (leaves === 0) this.#oldestSinceMs = undefined;
      else this.#oldestSinceMs ??= Date.now();
      const ageMs = Date.now() - (this.#oldestSinceMs ?? Date.now());
      if (!isBatchDue(policy, leaves, this.#flushes > 0 ? policy.maxAgeMs : ageMs)) {
        return leaves === 0 ? Number.POSITIVE_INFINITY : policy.maxAgeMs - ageMs;
      }
      const open = await buffer.batches.leavesAfter(this.#last?.lastId ?? 0, policy.maxLeaves);
      const batch: StoredBatch = { ...composeBatch(open, this.#last, this.#keccak256), state: "batched" };
      await buffer.addBatch(batch);
      this.#last = batch;
      this.#open.push(batch);
      this.#oldestSinceMs = undefined;
      this.#options.onChange();
    }
  }

  async #send(): Promise<void> {
    const { chain, buffer, relayer, stream } = this.#options;
    while (this.#sent.length < Math.min(this.#open.length, MAX_IN_FLIGHT)) {
      const index = this.#sent.length;
      const batch = this.#open[index] as StoredBatch;
      const { sequence, root, previousRoot, count, fromS, toS } = batch;
      const call = { stream: stream.id, sequence, root, previousRoot, count, fromS, toS };
      const data = RecordAnchor__factory.createInterface().encodeFunctionData("anchor", [call]) as Hex;
      const to = chain.contracts.RecordAnchor;
      const { outcome } = await relayer.send({ name: `anchor ${sequence}`, to, data, gasLimit: ANCHOR_GAS });
      this.#sent.push(outcome);
      this.#open[index] = await buffer.moveBatch(batch, "submitted");
      this.#options.onChange();
    }
  }

  async #conclude(outcome: JobOutcome): Promise<void> {
    if (outcome.status === "confirmed") {
      this.#refusals = 0;
      this.#sent.shift();
      await this.#anchored();
      return;
    }
    // Batches hang together: what was sent after a failed one fails as well, so all are looked at anew.
    await Promise.allSettled(this.#sent);
    const sequence = this.#open[0]?.sequence ?? 0;
    this.#sent = [];
    await this.#compareWithChain();
    if (outcome.status !== "reverted" || this.#open[0]?.sequence !== sequence) return;
    this.#refusals += 1;
    const { name } = outcome.reason;
    if (this.#refusals >= MAX_REFUSALS || name === "RecordAnchorNotPublisher") throw new AnchorRefused(sequence, name);
    await this.#worker.woken(1_000 * this.#refusals);
  }

  /** After a start: waits for what was on its way, then asks the chain. */
  async #reconcile(): Promise<void> {
    const { chain, relayer, stream, predecessor } = this.#options;
    await relayer.recovered();
    await openStream(chain, relayer, stream, predecessor);
    await this.#compareWithChain();
    this.#reconciled = true;
  }

  /** Marks what the chain has anchored. Throws `StreamForked` if it holds another batch in the place of ours. */
  async #compareWithChain(): Promise<void> {
    const { chain, stream } = this.#options;
    const anchor = RecordAnchor__factory.connect(chain.contracts.RecordAnchor, chain.provider);
    const head = Number((await anchor.streamOf(stream.id)).sequence);
    if (head > (this.#last?.sequence ?? 0)) throw new StreamForked(stream.id, head);
    while (this.#open[0] && this.#open[0].sequence <= head) {
      const { sequence, root } = this.#open[0];
      const { anchoredAtS } = await anchor.batchOf(stream.id, sequence, root);
      if (anchoredAtS === 0n) throw new StreamForked(stream.id, sequence);
      await this.#anchored();
    }
  }

  /** The first open batch is on the chain. */
  async #anchored(): Promise<void> {
    const batch = this.#open.shift();
    if (batch) await this.#options.buffer.moveBatch(batch, "anchored");
    this.#options.onChange();
    this.#worker.progressed();
  }
}
