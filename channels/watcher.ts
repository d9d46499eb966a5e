import type { Provider } from "ethers";
import { channelPayments, Direction, type Hex } from "../protocol/index.js";
import type { PaymentChannel } from "../typechain-types/index.js";
import { readChannel } from "./readChannel.js";
import { presentable } from "./signatures.js";
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
  readonly contract: PaymentChannel;
  readonly provider: Provider;
  /**
   * Sends a call to the contract and waits until it is mined. Whoever sends need be no party.
   * @param says What it will do, as an imperative sentence without its full stop.
   */
  readonly send: (data: string, says: string) => Promise<unknown>;
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
/** Registers that justify every promise. */
const ALL_SETTLED = { importWh: 1n << 64n, exportWh: 1n << 64n };

/**
 * Watches a party's channels without its key: answers a close that leaves out what the party was promised, finalises once
 * the challenge period is over and settlement owes the party nothing more, and has the credit paid out. All that it goes by is on the chain or in the state, so it may
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
    for (const { facts } of await store.channels()) {
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
    const { store, contract, send, onEvent } = this.#options;
    const { channel } = known;
    const facts = await readChannel(contract, channel);
    // A node that has fallen behind may not know it yet.
    if (facts === undefined) return;
    if (facts.status === ChannelStatus.Closing) {
      await this.#answer(facts);
      if (await this.#mayFinalise(facts)) {
        await send(contract.interface.encodeFunctionData("finalise", [channel]), `Finalise channel ${channel}`);
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
    const { store, contract, separator, account, send, onEvent } = this.#options;
    const direction = facts.owner === account ? Direction.Export : Direction.Import;
    const payer = direction === Direction.Import ? facts.owner : facts.partner;
    const held = (await store.vouchers(facts.channel))[direction];
    if (held === undefined || (await this.#blockTimeS()) >= facts.closesAtS) return;
    const { importPromised, exportPromised } = await contract.channelOf(facts.channel);
    const presented = direction === Direction.Import ? importPromised : exportPromised;
    if (held.voucher.amount <= presented) return;
    const data = contract.interface.encodeFunctionData("present", [held.voucher, presentable(held, payer, separator)]);
    await send(data, `Answer the close of channel ${facts.channel} with a voucher of ${held.voucher.amount}`);
    onEvent({ kind: "answered", channel: facts.channel, direction, amount: held.voucher.amount });
  }

  /**
   * Not while settlement may still bring the party more: what is not settled then is not paid. That may never come, and others
   * may finalise all the same, so the wait ends as long after the challenge period as that took.
   */
  async #mayFinalise(facts: ChannelFacts): Promise<boolean> {
    const { contract, account } = this.#options;
    const { channel, owner, closesAtS, challengePeriodS } = facts;
    const timeS = await this.#blockTimeS();
    if (timeS < closesAtS) return false;
    if (timeS >= closesAtS + challengePeriodS) return true;
    const { importPromised, exportPromised } = await contract.channelOf(channel);
    const [now, then] = [
      await contract.paymentsOf(channel),
      channelPayments({ ...facts, importPromised, exportPromised }, ALL_SETTLED),
    ];
    const toOwner = (paid: { paidByOwner: bigint; paidByPartner: bigint }) => paid.paidByPartner - paid.paidByOwner;
    return account === owner ? toOwner(now) >= toOwner(then) : toOwner(now) <= toOwner(then);
  }

  async #payOut(): Promise<void> {
    const { contract, account, send } = this.#options;
    if ((await contract.creditOf(account)) === 0n) return;
    await send(contract.interface.encodeFunctionData("withdraw", [account]), `Pay ${account} out`);
  }

  async #blockTimeS(): Promise<bigint> {
    const block = await this.#options.provider.getBlock("latest");
    // A node without blocks knows of no time that has passed.
    return BigInt(block?.timestamp ?? 0);
  }
}
