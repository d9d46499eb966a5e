import {
  Direction,
  type Hex,
  type NativeSecp256k1,
  type SignedVoucher,
  scriptSecp256k1,
  type Voucher,
  voucherDigester,
} from "../protocol/index.js";
import type { Keccak256 } from "../protocol/merkle/keccak.js";
import { CommitGroup } from "./commitGroup.js";
import { ChannelsClosed, ChannelUnknown, NotYourChannel, VoucherSignatureInvalid, WrongDirection } from "./errors.js";
import type { VoucherSigner } from "./signatures.js";
import { type LiveChannel, liveChannel, owedAt, requireWorthy, type Slot } from "./slot.js";
import { ChannelStore } from "./store/channelStore.js";
import type { ChannelFacts, KeptChannel } from "./types.js";

export interface ChannelClientOptions {
  /** File of the state; made if it is missing. */
  readonly path: string;
  /** Domain of the channels' contract, from `channelDomainSeparator`. */
  readonly separator: Hex;
  /** The party whose side this is, lower case. */
  readonly account: Hex;
  /** Signs for the account; a party that is only paid needs none. */
  readonly sign?: VoucherSigner;
  /** The machine's own secp256k1 (`findSecp256k1`); JavaScript's by default. */
  readonly curve?: NativeSecp256k1;
  /** A faster keccak-256 (`fastKeccak`). */
  readonly keccak?: Keccak256;
}

/** What a payer wishes to promise. */
export interface Payment {
  readonly channel: Hex;
  readonly direction: Direction;
  /** The meter's register now without its corrections, Wh: see `EnergySettlement.countedOf`. */
  readonly registerWh: bigint;
  /** In all since the channel opened, token units; all that the register justifies by default. */
  readonly amount?: bigint;
}

/**
 * One party's side of its channels: signs what it promises, checks what it is promised, and keeps the newest of both. What
 * its promises resolve with is on the disk, so a restart loses none of it; a refusal acknowledges nothing.
 */
export class ChannelClient {
  readonly #options: ChannelClientOptions;
  readonly #store: ChannelStore;
  readonly #group: CommitGroup;
  readonly #digestOf: (voucher: Voucher) => Uint8Array;
  readonly #channels = new Map<Hex, LiveChannel>();
  #closed = false;

  private constructor(options: ChannelClientOptions, store: ChannelStore) {
    this.#options = options;
    this.#store = store;
    this.#group = new CommitGroup(store);
    this.#digestOf = voucherDigester(options.separator, options.keccak);
  }

  /** Opens a side with all that it kept. Throws `ChannelStateUnusable` or `ChannelStateForeign`. */
  static async open(options: ChannelClientOptions): Promise<ChannelClient> {
    const store = await ChannelStore.open(options.path, options.separator);
    const client = new ChannelClient(options, store);
    for (const kept of await store.channels()) await client.#load(kept);
    return client;
  }

  /**
   * Takes in what the chain says of a channel, for the first time or anew.
   * @throws NotYourChannel, ChannelStateUnusable
   */
  async keep(facts: ChannelFacts): Promise<void> {
    const { account } = this.#options;
    if (facts.owner !== account && facts.partner !== account) throw new NotYourChannel(facts.channel, account);
    await this.#store.keepChannel(facts);
    const live = this.#channels.get(facts.channel);
    if (live) live.facts = facts;
    else await this.#load({ facts, isCloseOffered: false });
  }

  /**
   * Promises what a register justifies, or less. The voucher is on the disk before it is returned, and no later one promises
   * less or an earlier register.
   * @throws ChannelUnknown, WrongDirection, NothingOwed, what `requireWorthy` throws, ChannelStateUnusable, ChannelsClosed
   */
  async pay({ channel, direction, registerWh, amount }: Payment): Promise<SignedVoucher> {
    const { live, slot } = this.#slotOf(channel, direction, "payer");
    const { sign } = this.#options;
    if (!sign) throw new WrongDirection(channel, direction, "payer");
    const voucher = { channel, direction, registerWh, amount: amount ?? owedAt(live, direction, registerWh) };
    requireWorthy(live, voucher);
    const signature = sign(voucher, this.#digestOf(voucher));
    if (typeof signature === "string") return this.#hold(slot, { voucher, signature });
    const signed = { voucher, signature: await signature };
    // Another promise may have been made while this one was being signed.
    requireWorthy(live, voucher);
    return this.#hold(slot, signed);
  }

  /**
   * Takes a voucher that somebody else promises. It is on the disk when the promise resolves: then, and not before, it may
   * be acknowledged.
   * @throws ChannelUnknown, WrongDirection, what `requireWorthy` throws, VoucherSignatureInvalid, IntegerOutOfRange,
   *   ChannelStateUnusable, ChannelsClosed
   */
  async accept(signed: SignedVoucher): Promise<void> {
    const { channel, direction } = signed.voucher;
    const { live, slot } = this.#slotOf(channel, direction, "payee");
    requireWorthy(live, signed.voucher);
    const digest = this.#digestOf(signed.voucher);
    if (!slot.isPayers(digest, signed.signature)) throw new VoucherSignatureInvalid(signed.voucher, slot.payer);
    await this.#hold(slot, signed);
  }

  /**
   * Promises and takes nothing more in a channel, for ever: call it before signing at what to close together. The other party
   * may use that signature at any time until it expires, and would keep what was promised after it.
   * @returns what is promised, by direction, once all of it is on the disk
   * @throws ChannelUnknown, ChannelStateUnusable, ChannelsClosed
   */
  async offerClose(channel: Hex): Promise<Readonly<Record<Direction, bigint>>> {
    const live = this.#live(channel);
    // First in memory, so that nothing passes while it is being written.
    live.isCloseOffered = true;
    await this.#group.settled();
    await this.#store.keepCloseOffered(channel);
    const { slots } = live;
    return { [Direction.Import]: slots[Direction.Import].held, [Direction.Export]: slots[Direction.Export].held };
  }

  /** Channels that are kept. */
  channels(): ChannelFacts[] {
    return [...this.#channels.values()].map(({ facts }) => facts);
  }

  /** What is promised in a direction of a channel, token units. Throws `ChannelUnknown`. */
  promised(channel: Hex, direction: Direction): bigint {
    return this.#live(channel).slots[direction].held;
  }

  /** Writes what is on its way and closes. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#group.settled();
    await this.#store.close();
  }

  async #load(kept: KeptChannel): Promise<void> {
    const { channel } = kept.facts;
    const held = await this.#store.vouchers(channel);
    this.#channels.set(channel, liveChannel(kept, held, this.#options.curve ?? scriptSecp256k1));
  }

  #live(channel: Hex): LiveChannel {
    if (this.#closed) throw new ChannelsClosed();
    this.#group.requireSound();
    const live = this.#channels.get(channel);
    if (live === undefined) throw new ChannelUnknown(channel);
    return live;
  }

  /** The direction in which this account is `role`; what others send may name no direction at all. */
  #slotOf(channel: Hex, direction: Direction, role: "payer" | "payee"): { live: LiveChannel; slot: Slot } {
    const live = this.#live(channel);
    const slot: Slot | undefined = live.slots[direction];
    if (slot?.[role] !== this.#options.account) throw new WrongDirection(channel, direction, role);
    return { live, slot };
  }

  /** At once in memory, so that nothing lower passes meanwhile; then on the disk. */
  async #hold(slot: Slot, signed: SignedVoucher): Promise<SignedVoucher> {
    slot.held = signed.voucher.amount;
    slot.heldWh = signed.voucher.registerWh;
    await this.#group.add(slot.name, signed);
    return signed;
  }
}
