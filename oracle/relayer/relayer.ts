import { type Interface, type JsonRpcApiProvider, type Signer, Transaction, type TransactionReceipt } from "ethers";
import type { Hex } from "../../protocol/hex.js";
import { RelayerClosed, TransactionRefused } from "./errors.js";
import { chooseGasPrice } from "./fees.js";
import { Pending } from "./pending.js";
import { revertReason } from "./revertReason.js";
import { classifySendError, textOf } from "./sendErrors.js";
import type { Job, JobOutcome, StoredTransaction, TransactionLog } from "./types.js";

export interface RelayerOptions {
  readonly provider: JsonRpcApiProvider;
  /** Signs for an account that nobody else sends from. */
  readonly signer: Signer;
  readonly chainId: bigint;
  readonly log: TransactionLog;
  /** Interfaces whose errors transactions may end with. */
  readonly errors: readonly Interface[];
  /** Price per gas, wei; chosen once at the start by default. */
  readonly gasPrice?: bigint;
  /** Wait between two looks for receipts, ms. */
  readonly pollMs: number;
  /** First wait after a failed sending, ms; it doubles with every failure in a row. */
  readonly retryMs?: number;
  /** Told of trouble that passes by itself. */
  readonly onTrouble: (error: unknown) => void;
}

/** Transactions on their way at once: nodes keep a few dozen per account. */
const MAX_IN_FLIGHT = 16;
/** Sent again if no receipt came, ms: nodes may lose what they have not mined. */
const RESEND_AFTER_MS = 10_000;
/** Wait after the first failed sending, ms, unless the options say otherwise. */
const RETRY_MS = 250;
/** Refusals in a row before a transaction is given up. */
const MAX_REFUSALS = 6;
/** A nonce that is used without a receipt of ours this often went to somebody else's transaction. */
const TIMES_MISSING = 3;
/** A replaced transaction's price rises by a quarter; nodes ask for a tenth. */
const PRICE_RISE = { times: 5n, by: 4n };

/**
 * Sends transactions from one account in the order in which they are handed in. Each is signed and written down before it
 * is sent, and followed until it is mined; after a crash it is looked for and sent again, never made anew.
 */
export class Relayer {
  readonly #options: RelayerOptions;
  readonly #pending: Pending[] = [];
  #address = "";
  #gasPrice = 0n;
  #nextNonce = 0;
  #signing: Promise<unknown> = Promise.resolve();
  #recovered: Promise<unknown> = Promise.resolve();
  #looping = false;
  #closed = false;
  #fatal: TransactionRefused | undefined;
  #wake: () => void = () => undefined;

  constructor(options: RelayerOptions) {
    this.#options = options;
  }

  /** Takes up what was not final when the process ended. Throws what the provider throws if the chain is out of reach. */
  async start(): Promise<void> {
    const { provider, signer, log, gasPrice } = this.#options;
    this.#address = await signer.getAddress();
    this.#gasPrice = gasPrice ?? (await chooseGasPrice(provider));
    this.#nextNonce = await provider.getTransactionCount(this.#address, "latest");
    this.#pending.length = 0;
    for (const stored of await log.unresolved()) {
      const same = this.#pending.find(({ nonce }) => nonce === stored.nonce);
      if (same) same.attempts.push(stored);
      else this.#pending.push(new Pending(stored));
      this.#nextNonce = Math.max(this.#nextNonce, stored.nonce + 1);
    }
    this.#recovered = Promise.allSettled(this.#pending.map(({ outcome }) => outcome));
    this.#kick();
  }

  /**
   * Hands in a call. It is on the disk, with its hash, when the promise resolves; `outcome` follows when it is final.
   * Throws `RelayerClosed` or `TransactionRefused`.
   */
  async send(job: Job): Promise<{ readonly hash: Hex; readonly outcome: Promise<JobOutcome> }> {
    const turn = this.#signing.then(async () => {
      while (this.#pending.length >= MAX_IN_FLIGHT) await Promise.race(this.#pending.map(({ outcome }) => outcome));
      if (this.#fatal) throw this.#fatal;
      if (this.#closed) throw new RelayerClosed(job.name);
      const stored = await this.#sign(job, this.#nextNonce, this.#gasPrice);
      await this.#options.log.add(stored);
      this.#nextNonce += 1;
      const pending = new Pending(stored);
      this.#pending.push(pending);
      this.#kick();
      return { hash: stored.hash, outcome: pending.outcome };
    });
    this.#signing = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves when everything that `start` took up is final. */
  async recovered(): Promise<void> {
    await this.#recovered;
  }

  /** Resolves when nothing is on its way. */
  async idle(): Promise<void> {
    while (this.#pending.length > 0) await Promise.allSettled(this.#pending.map(({ outcome }) => outcome));
  }

  /** Stops following; what is on its way stays on the disk for the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    for (const pending of this.#pending.splice(0)) pending.close();
    await this.#signing;
    while (this.#looping) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  async #sign(job: Pick<Job, "name" | "to" | "data" | "gasLimit">, nonce: number, gasPrice: bigint) {
    const { signer, chainId } = this.#options;
    const { name, to, data, gasLimit } = job;
    const raw = (await signer.signTransaction({ type: 0, chainId, nonce, to, data, gasLimit, gasPrice })) as Hex;
    const { hash } = Transaction.from(raw);
    return { hash: hash as Hex, nonce, job: name, raw } satisfies StoredTransaction;
  }

  #kick(): void {
    this.#wake();
    if (!this.#looping && !this.#closed) void this.#loop();
  }

  async #loop(): Promise<void> {
    this.#looping = true;
    while (!this.#closed && this.#pending.length > 0) {
      try {
        await this.#sendDue();
        await this.#lookForReceipts();
      } catch (error) {
        this.#options.onTrouble(error);
      }
      if (this.#pending.length > 0 && !this.#closed) await this.#pause();
    }
    this.#looping = false;
  }

  async #pause(): Promise<void> {
    if (this.#pending.some(({ accepted, notBeforeMs }) => !accepted && notBeforeMs <= Date.now())) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#options.pollMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Sends what is due, in the order of nonces; what follows a failure waits with it. */
  async #sendDue(): Promise<void> {
    for (const pending of [...this.#pending]) {
      if (this.#closed) return;
      const nowMs = Date.now();
      if (pending.accepted && nowMs - pending.sentAtMs < RESEND_AFTER_MS) continue;
      if (pending.notBeforeMs > nowMs) return;
      if (!(await this.#sendOne(pending, nowMs))) return;
    }
  }

  async #sendOne(pending: Pending, nowMs: number): Promise<boolean> {
    pending.sentAtMs = nowMs;
    try {
      await this.#options.provider.send("eth_sendRawTransaction", [pending.latest.raw]);
      pending.accepted = true;
      pending.failures = 0;
    } catch (error) {
      await this.#afterSendError(pending, error, nowMs);
    }
    return pending.accepted;
  }

  async #afterSendError(pending: Pending, error: unknown, nowMs: number): Promise<void> {
    switch (classifySendError(error)) {
      case "known":
      case "executed":
      case "spent":
        pending.accepted = true;
        return;
      case "cheap":
        await this.#raisePrice(pending);
        pending.backOff(nowMs, this.#options.retryMs ?? RETRY_MS);
        return;
      case "refused":
        // It may be mined all the same: some nodes answer with an error after they took it.
        if (pending.failures >= MAX_REFUSALS) this.#giveUp(pending, error);
        break;
      case "later":
        break;
    }
    pending.accepted = false;
    pending.backOff(nowMs, this.#options.retryMs ?? RETRY_MS);
    this.#options.onTrouble(error);
  }

  async #raisePrice(pending: Pending): Promise<void> {
    const { provider, log } = this.#options;
    const { gasPrice, ...call } = pending.call;
    const raised = (gasPrice * PRICE_RISE.times) / PRICE_RISE.by + 1n;
    const market = await chooseGasPrice(provider);
    this.#gasPrice = market > raised ? market : raised;
    const stored = await this.#sign({ name: pending.job, ...call }, pending.nonce, this.#gasPrice);
    await log.add(stored);
    pending.attempts.push(stored);
    pending.accepted = false;
  }

  #giveUp(pending: Pending, error: unknown): void {
    this.#fatal = new TransactionRefused(pending.job, textOf(error).slice(0, 200), error);
    this.#closed = true;
    for (const waiting of this.#pending.splice(0)) waiting.reject(this.#fatal);
  }

  async #lookForReceipts(): Promise<void> {
    const looked = [...this.#pending];
    const receipts = await Promise.all(looked.map((pending) => this.#receiptOf(pending)));
    let nonce: number | undefined;
    for (const [index, pending] of looked.entries()) {
      if (this.#closed) return;
      const receipt = receipts[index];
      if (receipt) {
        await this.#finish(pending, receipt);
        continue;
      }
      nonce ??= await this.#options.provider.getTransactionCount(this.#address, "latest");
      if (nonce <= pending.nonce) continue;
      pending.timesMissing += 1;
      if (pending.timesMissing >= TIMES_MISSING) await this.#displace(pending, nonce);
    }
  }

  async #receiptOf(pending: Pending): Promise<TransactionReceipt | null> {
    for (const { hash } of [...pending.attempts].reverse()) {
      const receipt = await this.#options.provider.getTransactionReceipt(hash);
      if (receipt) return receipt;
    }
    return null;
  }

  async #finish(pending: Pending, receipt: TransactionReceipt): Promise<void> {
    const hash = receipt.hash as Hex;
    const { blockNumber: block, gasUsed } = receipt;
    if (receipt.status === 1) {
      await this.#conclude(pending, { status: "confirmed", hash, block, gasUsed });
      return;
    }
    const { provider, errors } = this.#options;
    const reason = await revertReason(provider, errors, { from: this.#address, ...pending.call, gasUsed, block });
    await this.#conclude(pending, { status: "reverted", hash, block, reason });
  }

  async #displace(pending: Pending, chainNonce: number): Promise<void> {
    this.#nextNonce = Math.max(this.#nextNonce, chainNonce);
    await this.#conclude(pending, { status: "displaced", hash: pending.latest.hash });
  }

  async #conclude(pending: Pending, outcome: JobOutcome): Promise<void> {
    const block = outcome.status === "displaced" ? undefined : outcome.block;
    await this.#options.log.resolve(pending.nonce, outcome.hash, outcome.status, block);
    const index = this.#pending.indexOf(pending);
    if (index >= 0) this.#pending.splice(index, 1);
    pending.resolve(outcome);
  }
}
