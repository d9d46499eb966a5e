import type { ContractTransactionResponse, Provider } from "ethers";
import { Direction, type Hex, type SignedVoucher, voucherDigester } from "../protocol/index.js";
import type { PaymentChannel } from "../typechain-types/index.js";
import { readChannel } from "./readChannel.js";
import { withRightV } from "./signatures.js";
import type { ChannelStore } from "./store/channelStore.js";
import { type ChannelFacts, ChannelStatus } from "./types.js";

/** What a watcher did or met. */
export type WatcherEvent =
  | { readonly kind: "answered"; readonly channel: Hex; readonly direction: Direction; readonly amount: bigint }
  | { readonly kind: "finalised"; readonly channel: Hex }
  | { readonly kind: "closed"; readonly channel: Hex }
  /** Passes by itself or not: it is tried again after a wait. */
  | { readonly kind: "trouble"; readonly channel: Hex; readonly error: unknown };

export interface WatcherOptions {
  readonly store: ChannelStore;
  /** Domain of the channels' contract. */
  readonly separator: Hex;
  /** The contract, connected to an account that pays for gas; it need be no party. */
  readonly contract: PaymentChannel;
  readonly provider: Provider;
  /** The party that is watched for, lower case. */
  readonly account: Hex;
  /** Wait between two looks, ms. */
  readonly pollMs: number;
  /** First wait after a failure, ms; it doubles with every failure in a row. */
  readonly retryMs?: number;
  readonly onEvent: (event: WatcherEvent) => void;
}

const RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
/** Longest wait for a transaction to be mined before it is sent anew, ms. */
const PATIENCE_MS = 60_000;

/**
 * Watches a party's channels without its key: answers a close that leaves out what the party was promised, finalises once
 * the challenge period is over, and has the credit paid out. All that it goes by is on the chain or in the state, so it may
 * be stopped and started at any time, and several may watch for one party.
 */
export class ChannelWatcher {
  readonly #options: WatcherOptions;
  readonly #retries = new Map<Hex, { failures: number; notBeforeMs: number }>();

  constructor(options: WatcherOptions) {
    this.#options = options;
  }

  /** Looks at every channel once. Throws `ChannelStateUnusable`; trouble with a channel or the chain is an event. */
  async look(): Promise<void> {
    const { store, account, onEvent, retryMs = RETRY_MS } = this.#options;
    for (const facts of await store.channels()) {
      const { channel } = facts;
      const isOurs = facts.owner === account || facts.partner === account;
      const retry = this.#retries.get(channel) ?? { failures: 0, notBeforeMs: 0 };
      if (!isOurs || facts.status === ChannelStatus.Closed || retry.notBeforeMs > Date.now()) continue;
      try {
        await this.#tend(facts);
        this.#retries.delete(channel);
      } catch (error) {
        const waitMs = Math.min(LONGEST_RETRY_MS, retryMs * 2 ** retry.failures);
        this.#retries.set(channel, { failures: retry.failures + 1, notBeforeMs: Date.now() + waitMs });
        onEvent({ kind: "trouble", channel, error });
      }
    }
  }

  /** Looks again and again until `signal` aborts. Throws as `look`. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look();
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", done);
          resolve();
        };
        const timer = setTimeout(done, this.#options.pollMs);
        signal.addEventListener("abort", done);
        if (signal.aborted) done();
      });
    }
  }

  async #tend(known: ChannelFacts): Promise<void> {
    const { store, contract, onEvent } = this.#options;
    const { channel } = known;
    const facts = await readChannel(contract, channel);
    // A node that has fallen behind may not know it yet.
    if (facts === undefined) return;
    if (facts.status === ChannelStatus.Closing) {
      await this.#answer(facts);
      if ((await this.#blockTimeS()) >= facts.closesAtS) {
        await this.#mined(contract.finalise(channel));
        onEvent({ kind: "finalised", channel });
        return this.#tend(known);
      }
    }
    if (facts.status === ChannelStatus.Closed) {
      await this.#payOut();
      onEvent({ kind: "closed", channel });
    }
    await store.keepChannel(facts);
  }

  /** Presents what the party was promised and the chain does not know; never what it promised itself. */
  async #answer(facts: ChannelFacts): Promise<void> {
    const { store, contract, account, onEvent } = this.#options;
    const direction = facts.owner === account ? Direction.Export : Direction.Import;
    const payer = direction === Direction.Import ? facts.owner : facts.partner;
    const held = (await store.vouchers(facts.channel))[direction];
    if (held === undefined || (await this.#blockTimeS()) >= facts.closesAtS) return;
    const { importPromised, exportPromised } = await contract.channelOf(facts.channel);
    const presented = direction === Direction.Import ? importPromised : exportPromised;
    if (held.voucher.amount <= presented) return;
    await this.#mined(contract.present(held.voucher, this.#presentable(held, payer)));
    onEvent({ kind: "answered", channel: facts.channel, direction, amount: held.voucher.amount });
  }

  #presentable({ voucher, signature }: SignedVoucher, payer: Hex): Hex {
    return withRightV(voucherDigester(this.#options.separator)(voucher), signature, payer);
  }

  async #payOut(): Promise<void> {
    const { contract, account } = this.#options;
    if ((await contract.creditOf(account)) > 0n) await this.#mined(contract.withdraw(account));
  }

  async #mined(sending: Promise<ContractTransactionResponse>): Promise<void> {
    await (await sending).wait(1, PATIENCE_MS);
  }

  async #blockTimeS(): Promise<bigint> {
    const block = await this.#options.provider.getBlock("latest");
    // A node without blocks knows of no time that has passed.
    return BigInt(block?.timestamp ?? 0);
  }
}
