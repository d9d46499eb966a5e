import { Direction, type Hex, justifiedAmount, type NativeSecp256k1, type Voucher } from "../protocol/index.js";
import {
  ChannelCloseOffered,
  ChannelNotOpen,
  NothingOwed,
  VoucherBeyondDeposit,
  VoucherNotNewer,
  VoucherRegisterBackwards,
  VoucherUnjustified,
} from "./errors.js";
import { type CheckSignature, signaturesOf } from "./signatures.js";
import { type ChannelFacts, ChannelStatus, type HeldVouchers, type KeptChannel } from "./types.js";

/** One direction of a channel: who pays whom, and the newest voucher. */
export interface Slot {
  /** Names it among all slots. */
  readonly name: string;
  readonly direction: Direction;
  readonly payer: Hex;
  readonly payee: Hex;
  readonly isPayers: CheckSignature;
  /** The newest voucher's; zero before the first. It may still be on its way to the disk. */
  heldWh: bigint;
  held: bigint;
}

/** A channel in memory. */
export interface LiveChannel {
  facts: ChannelFacts;
  isCloseOffered: boolean;
  readonly slots: Readonly<Record<Direction, Slot>>;
}

/** A channel with what is held of it. */
export function liveChannel(kept: KeptChannel, held: HeldVouchers, curve: NativeSecp256k1): LiveChannel {
  const { facts, isCloseOffered } = kept;
  const slot = (direction: Direction): Slot => {
    const isImport = direction === Direction.Import;
    const [payer, payee] = isImport ? [facts.owner, facts.partner] : [facts.partner, facts.owner];
    const voucher = held[direction]?.voucher;
    return {
      name: `${facts.channel} ${direction}`,
      direction,
      payer,
      payee,
      isPayers: signaturesOf(payer, curve),
      heldWh: voucher?.registerWh ?? 0n,
      held: voucher?.amount ?? 0n,
    };
  };
  const slots = { [Direction.Import]: slot(Direction.Import), [Direction.Export]: slot(Direction.Export) };
  return { facts, isCloseOffered, slots };
}

/** Most that a register justifies in a direction, token units. */
function limitOf({ facts }: LiveChannel, direction: Direction, registerWh: bigint): bigint {
  return direction === Direction.Import
    ? justifiedAmount(facts.importPricePerKWh, facts.importBaselineWh, registerWh)
    : justifiedAmount(facts.exportPricePerKWh, facts.exportBaselineWh, registerWh);
}

/**
 * What a register has come to, token units, if that is more than what is promised already.
 * @throws ChannelNotOpen, ChannelCloseOffered, VoucherRegisterBackwards, NothingOwed
 */
export function owedAt(live: LiveChannel, direction: Direction, registerWh: bigint): bigint {
  const { facts } = live;
  const { held, heldWh } = live.slots[direction];
  requireOpen(live);
  const amount = limitOf(live, direction, registerWh);
  const { channel } = facts;
  if (registerWh < heldWh) throw new VoucherRegisterBackwards({ channel, direction, amount }, heldWh, registerWh);
  if (amount > held) return amount;
  const isImport = direction === Direction.Import;
  const [baselineWh, pricePerKWh] = isImport
    ? [facts.importBaselineWh, facts.importPricePerKWh]
    : [facts.exportBaselineWh, facts.exportPricePerKWh];
  const sinceWh = heldWh > baselineWh ? heldWh : baselineWh;
  throw new NothingOwed({ channel, direction, amount }, { registerWh, sinceWh, pricePerKWh });
}

/**
 * Refuses a voucher that is not worth its amount: whoever pays it should not sign it, and whoever is paid should not take it.
 * @throws ChannelNotOpen, ChannelCloseOffered, VoucherNotNewer, VoucherRegisterBackwards, VoucherUnjustified, VoucherBeyondDeposit
 */
export function requireWorthy(live: LiveChannel, voucher: Voucher): void {
  const { facts, slots } = live;
  const { direction, registerWh, amount } = voucher;
  const slot = slots[direction];
  requireOpen(live);
  if (amount <= slot.held) throw new VoucherNotNewer(voucher, slot.held);
  if (registerWh < slot.heldWh) throw new VoucherRegisterBackwards(voucher, slot.heldWh, registerWh);
  const limit = limitOf(live, direction, registerWh);
  if (amount > limit) throw new VoucherUnjustified(voucher, limit);
  // Both directions are netted when the channel closes, so what the payee promised covers the payer as its deposit does.
  const isImport = direction === Direction.Import;
  const [deposit, opposite] = isImport
    ? [facts.ownerDeposit, slots[Direction.Export]]
    : [facts.partnerDeposit, slots[Direction.Import]];
  const covered = deposit + opposite.held;
  if (amount > covered) throw new VoucherBeyondDeposit(voucher, covered);
}

function requireOpen({ facts, isCloseOffered }: LiveChannel): void {
  if (facts.status !== ChannelStatus.Open) throw new ChannelNotOpen(facts.channel);
  if (isCloseOffered) throw new ChannelCloseOffered(facts.channel);
}
