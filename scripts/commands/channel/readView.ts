import {
  CHANNEL_STATUS_WORDS,
  type ChannelFacts,
  type ChannelStanding,
  type ChannelWait,
  readStanding,
  waitOf,
} from "../../../channels/index.js";
import { blockRanges, read, requireBlock } from "../../../evidence/index.js";
import { DIRECTION_WORDS, Direction, type Hex, justifiedAmount, type Voucher } from "../../../protocol/index.js";
import type { ChannelsHere } from "./channelHere.js";
import type { KeptHere } from "./keptChannels.js";

/** One direction of a channel. Amounts in token units, registers in Wh without the meter's corrections. */
export interface DirectionView {
  readonly pricePerKWh: bigint;
  /** Register that was settled at the opening. */
  readonly baselineWh: bigint;
  /** Register that is settled now. */
  readonly settledWh: bigint;
  /** What the settled register justifies. */
  readonly justified: bigint;
  /** The highest promise that the chain knows. */
  readonly presented: bigint;
  /** The newest voucher that is kept here. */
  readonly voucher: Pick<Voucher, "registerWh" | "amount"> | null;
}

/** What a channel waits for, as JSON has it: directions as words. */
export type WaitView =
  | Exclude<ChannelWait, { kind: "settlement" }>
  | (Omit<Extract<ChannelWait, { kind: "settlement" }>, "direction"> & {
      readonly direction: (typeof DIRECTION_WORDS)[Direction];
    });

/** A channel as the chain has it and as it is kept here. */
export interface ChannelView
  extends Pick<
    ChannelFacts,
    "channel" | "owner" | "partner" | "meter" | "challengePeriodS" | "closesAtS" | "ownerDeposit" | "partnerDeposit"
  > {
  readonly status: (typeof CHANNEL_STATUS_WORDS)[number];
  /** Parties whose side is kept here. */
  readonly parties: readonly Hex[];
  readonly closeOfferedBy: readonly Hex[];
  readonly import: DirectionView;
  readonly export: DirectionView;
  /** What each paid, once it is closed; before, what each would pay if it were finalised as settlement stands. */
  readonly paidByOwner: bigint;
  readonly paidByPartner: bigint;
  /** What each can be paid out, of all its channels. */
  readonly ownerCredit: bigint;
  readonly partnerCredit: bigint;
  readonly waitsFor: WaitView;
}

/** Reads a channel as of the newest block; undefined for one that the chain does not know. Throws `ChainUnreadable`. */
export async function readView(
  here: ChannelsHere,
  channel: Hex,
  kept: KeptHere | undefined,
): Promise<ChannelView | undefined> {
  const { contract, chain, settlement } = here;
  const { number: blockTag, timestamp } = await requireBlock(chain.provider, "latest");
  return read(`channel ${channel}`, async () => {
    const standing = await readStanding(contract, channel, blockTag);
    if (standing === undefined) return undefined;
    const { facts, presented, due } = standing;
    const at = { blockTag };
    const [settled, ownerCredit, partnerCredit] = await Promise.all([
      settlement.countedOf(facts.meter, at),
      contract.creditOf(facts.owner, at),
      contract.creditOf(facts.partner, at),
    ]);
    const wait = waitOf(standing, BigInt(timestamp));
    const { paidByOwner, paidByPartner } = wait.kind === "nothing" ? await readPaid(here, channel, blockTag) : due;
    const { owner, partner, meter, challengePeriodS, closesAtS, ownerDeposit, partnerDeposit } = facts;
    const direction = (which: Direction, pricePerKWh: bigint, baselineWh: bigint, settledWh: bigint) => ({
      pricePerKWh,
      baselineWh,
      settledWh,
      justified: justifiedAmount(pricePerKWh, baselineWh, settledWh),
      presented: presented[which],
      voucher: shortOf(kept?.vouchers[which]),
    });
    return {
      channel,
      status: CHANNEL_STATUS_WORDS[facts.status],
      parties: kept?.parties ?? [],
      closeOfferedBy: kept?.closeOfferedBy ?? [],
      ...{ owner, partner, meter, challengePeriodS, closesAtS, ownerDeposit, partnerDeposit },
      import: direction(Direction.Import, facts.importPricePerKWh, facts.importBaselineWh, settled.importWh),
      export: direction(Direction.Export, facts.exportPricePerKWh, facts.exportBaselineWh, settled.exportWh),
      paidByOwner,
      paidByPartner,
      ownerCredit,
      partnerCredit,
      waitsFor: waitView(wait),
    };
  });
}

/** What was paid when a channel closed, which only its event tells; the newest blocks are searched first. */
async function readPaid({ contract }: ChannelsHere, channel: Hex, blockTag: number): Promise<ChannelStanding["due"]> {
  for (const { from, to } of [...blockRanges(blockTag)].reverse()) {
    const [event] = await contract.queryFilter(contract.filters.ChannelClosed(channel), from, to);
    if (event !== undefined) return event.args;
  }
  throw new TypeError("the node knows no event of its closing");
}

/** What a channel waits for, with its direction as a word. */
export function waitView(wait: ChannelWait): WaitView {
  return wait.kind === "settlement" ? { ...wait, direction: DIRECTION_WORDS[wait.direction] } : wait;
}

function shortOf(voucher: Voucher | undefined): DirectionView["voucher"] {
  return voucher ? { registerWh: voucher.registerWh, amount: voucher.amount } : null;
}
