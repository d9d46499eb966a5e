const SHOW = "Look at the channel with wattproof channel watch --once.";

/** Errors of `PaymentChannel`, by name, for people. */
export const CHANNEL_REFUSALS = {
  PaymentChannelAlreadyOpened: {
    message: "These terms opened a channel before",
    next: "Go on with that channel, or sign terms with another salt.",
  },
  PaymentChannelOpeningExpired: {
    message: "The terms were signed to be opened earlier",
    next: "Have the first party sign them anew (wattproof channel open --sign-only).",
  },
  PaymentChannelInvalidTerms: {
    message: "A channel has two different parties and a price in one direction at least",
    next: "Name another partner, or give a price.",
  },
  PaymentChannelInvalidPeriod: {
    message: "A challenge period lasts one hour to thirty days",
    next: "Choose another with --challenge, longer than settlement lags behind.",
  },
  PaymentChannelNotMeterOwner: {
    message: "The device is not an active meter of this account",
    next: "Name the meter's owner and an active meter (wattproof device show).",
  },
  PaymentChannelMeterNotOpen: {
    message: "Settlement has no registers of the meter",
    next: "Have the meter's first reading posted to settlement (the oracle does), then open the channel.",
  },
  PaymentChannelInvalidSignature: {
    message: "The account did not sign this",
    next: "Have the other party sign for this channel, contract and chain.",
  },
  PaymentChannelNotParty: {
    message: "The account is no party of the channel",
    next: "Send from the account of the meter's owner or of its partner.",
  },
  PaymentChannelUnexpectedStatus: { message: "The channel is not in a status that allows this", next: SHOW },
  PaymentChannelChallengeOver: {
    message: "The challenge period is over, so vouchers count no more",
    next: "Finalise the channel (wattproof channel watch --once).",
  },
  PaymentChannelChallengeOpen: {
    message: "The challenge period is not over",
    next: "Wait until then: newer vouchers may still answer the close.",
  },
  PaymentChannelVoucherNotNewer: {
    message: "A voucher of at least this amount was presented before",
    next: "Nothing is lost: the higher amount counts.",
  },
  PaymentChannelAmountUnjustified: {
    message: "The voucher's register does not justify its amount",
    next: "Ask the payer for a voucher within the price of what flowed.",
  },
  PaymentChannelDepositExceeded: {
    message: "The close would pay more than a party deposited",
    next: "Agree on amounts within the deposits, or have the payer add to its deposit first.",
  },
  PaymentChannelCloseExpired: {
    message: "The offer to close ran out",
    next: "Have it signed anew (wattproof channel close --sign-only).",
  },
  PaymentChannelNoCredit: { message: "The account has nothing to be paid out", next: SHOW },
} as const;

export type ChannelRefusalCode = keyof typeof CHANNEL_REFUSALS;
