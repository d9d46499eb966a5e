import type { Provider } from "ethers";
import { Direction, type Hex, shortMoneyText } from "../protocol/index.js";
import type { PaymentChannel } from "../typechain-types/index.js";
import { readStanding } from "./readChannel.js";
import { presentable } from "./signatures.js";
import type { ChannelStore } from "./store/channelStore.js";
import { type ChannelFacts, type ChannelStanding, ChannelStatus } from "./types.js";
import { type ChannelWait, waitOf } from "./wait.js";

/** What a watcher did or met. */
export type WatcherEvent =
  | { readonly kind: "answered"; readonly channel: Hex; readonly direction: Direction; readonly amount: bigint }
  | { readonly kind: "finalised"; readonly channel: Hex }
  | { readonly kind: "closed"; readonly channel: Hex }
  /** Passes by itself or not: it is tried again after a wait. */
  | { readonly kind: "trouble"; readonly channel: Hex; readonly error: unknown };

/** What a look came to for one channel. */
export interface LookedAt {
  readonly facts: ChannelFacts;
  /** What it waits for; undefined after trouble, or where the node does not know the channel yet. */
  readonly wait: ChannelWait | undefined;
}

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

/**
 * Watches a party's channels without its key: answers a close that leaves out what the party was promised, finalises once
 * the challenge period is over and settlement owes the party nothing more, and has the credit paid out. All that it goes by
 * is on the chain or in the state, so it may be stopped and started at any time, and several may watch for one party.
 */
export class ChannelWatcher {
  readonly #options: WatcherOptions;
  readonly #retries = new Map<Hex, { failures: number; notBeforeMs: number }>();

  constructor(options: WatcherOptions) {
    this.#options = options;
  }

  /**
   * Looks at each of the party's channels once.
   * @returns what each came to
   * @throws ChannelStateUnusable; trouble with a channel or the chain is an event
   */
  async look(): Promise<LookedAt[]> {
    const { store, account } = this.#options;
    const looked: LookedAt[] = [];
    for (const { facts } of await store.channels()) {
      if (facts.owner !== account && facts.partner !== account) continue;
      looked.push(
        facts.status === ChannelStatus.Closed ? { facts, wait: { kind: "nothing" } } : await this.#try(facts),
      );
    }
    return looked;
  }

  /** Looks again and again until `signal` aborts. @returns what the last look came to. Throws as `look`. */
  async run(signal: AbortSignal): Promise<LookedAt[]> {
    let looked: LookedAt[] = [];
    while (!signal.aborted) {
      looked = await this.look();
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
    return looked;
  }

  async #try(facts: ChannelFacts): Promise<LookedAt> {
    const { onEvent, retryMs = RETRY_MS } = this.#options;
    const { channel } = facts;
    const retry = this.#retries.get(channel) ?? { failures: 0, notBeforeMs: 0 };
    if (retry.notBeforeMs > Date.now()) return { facts, wait: undefined };
    try {
      const looked = await this.#tend(facts);
      this.#retries.delete(channel);
      return looked;
    } catch (error) {
      const waitMs = Math.min(LONGEST_RETRY_MS, retryMs * 2 ** retry.failures);
      this.#retries.set(channel, { failures: retry.failures + 1, notBeforeMs: Date.now() + waitMs });
      onEvent({ kind: "trouble", channel, error });
      return { facts, wait: undefined };
    }
  }

  async #tend(known: ChannelFacts): Promise<LookedAt> {
    const { store, contract, account, send, onEvent } = this.#options;
    const { channel } = known;
    const found = await this.#read(channel);
    // A node that has fallen behind may not know it yet.
    if (found === undefined) return { facts: known, wait: undefined };
    const { standing, wait } = found;
    const { facts } = standing;
    if (wait.kind === "challengeEnd") await this.#answer(standing);
    if (wait.kind === "finalisation" || (wait.kind === "settlement" && wait.payee !== account)) {
      await send(contract.interface.encodeFunctionData("finalise", [channel]), `Finalise channel ${channel}`);
      onEvent({ kind: "finalised", channel });
      return this.#tend(known);
    }
    if (facts.status === ChannelStatus.Closed) {
      await this.#payOut();
      onEvent({ kind: "closed", channel });
    }
    await store.keepChannel(facts);
    return { facts, wait };
  }

  async #read(channel: Hex): Promise<{ standing: ChannelStanding; wait: ChannelWait } | undefined> {
    const { contract, provider } = this.#options;
    const block = await provider.getBlock("latest");
    const standing = await readStanding(contract, channel, block?.number ?? "latest");
    // A node without blocks knows of no time that has passed.
    return standing && { standing, wait: waitOf(standing, BigInt(block?.timestamp ?? 0)) };
  }

  /** Presents what the party was promised and the chain does not know; never what it promised itself. */
  async #answer({ facts, presented }: ChannelStanding): Promise<void> {
    const { store, contract, separator, account, send, onEvent } = this.#options;
    const { channel, owner, partner } = facts;
    const direction = owner === account ? Direction.Export : Direction.Import;
    const payer = direction === Direction.Import ? owner : partner;
    const held = (await store.vouchers(channel))[direction];
    if (held === undefined || held.voucher.amount <= presented[direction]) return;
    const { voucher } = held;
    const data = contract.interface.encodeFunctionData("present", [voucher, presentable(held, payer, separator)]);
    await send(data, `Answer the close of channel ${channel} with a voucher of ${shortMoneyText(voucher.amount)}`);
    onEvent({ kind: "answered", channel, direction, amount: voucher.amount });
  }

  async #payOut(): Promise<void> {
    const { contract, account, send } = this.#options;
    if ((await contract.creditOf(account)) === 0n) return;
    await send(contract.interface.encodeFunctionData("withdraw", [account]), `Pay ${account} out`);
  }
}
