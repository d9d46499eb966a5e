import type { Direction, Hex, SignedVoucher } from "../protocol/index.js";

/** Where a channel is, as contracts/types/Channels.sol counts it. */
export const ChannelStatus = { None: 0, Open: 1, Closing: 2, Closed: 3 } as const;
export type ChannelStatus = (typeof ChannelStatus)[keyof typeof ChannelStatus];

/** Words of the statuses, in their order. */
export const CHANNEL_STATUS_WORDS = ["none", "open", "closing", "closed"] as const;

/** What the chain says of a channel. Amounts in token units, prices per kWh, registers in Wh, addresses in lower case. */
export interface ChannelFacts {
  readonly channel: Hex;
  readonly owner: Hex;
  readonly partner: Hex;
  readonly meter: Hex;
  readonly importPricePerKWh: bigint;
  readonly exportPricePerKWh: bigint;
  readonly importBaselineWh: bigint;
  readonly exportBaselineWh: bigint;
  readonly challengePeriodS: bigint;
  /** End of the challenge period, Unix seconds; zero unless a party closed alone. */
  readonly closesAtS: bigint;
  readonly status: ChannelStatus;
  readonly ownerDeposit: bigint;
  readonly partnerDeposit: bigint;
}

/** A channel as the chain has it, with what decides over its end. */
export interface ChannelStanding {
  readonly facts: ChannelFacts;
  /** The highest promise of each direction that somebody presented, token units. */
  readonly presented: Readonly<Record<Direction, bigint>>;
  /** What each party would pay if it were finalised as settlement stands, token units. */
  readonly due: { readonly paidByOwner: bigint; readonly paidByPartner: bigint };
}

/** A channel as a party keeps it. */
export interface KeptChannel {
  readonly facts: ChannelFacts;
  /** Whether the party signed an offer to close it. */
  readonly isCloseOffered: boolean;
}

/** The newest voucher of each direction, where there is one. */
export type HeldVouchers = Readonly<Record<Direction, SignedVoucher | undefined>>;
