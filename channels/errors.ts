import {
  DIRECTION_WORDS,
  type Direction,
  type Hex,
  quoted,
  shortMoneyText,
  WattproofError,
} from "../protocol/index.js";

/** No such channel is kept here, or none of this account's. */
export class ChannelUnknown extends WattproofError {
  constructor(channel: string) {
    super({
      code: "ChannelUnknown",
      message: `No channel ${quoted(channel)} is kept here.`,
      next: "Check the id and the state folder; a channel that was opened elsewhere is taken in when it is first read from the chain.",
      facts: { channel },
    });
  }
}

/** The account is neither of the channel's parties. */
export class NotYourChannel extends WattproofError {
  constructor(channel: Hex, account: Hex) {
    super({
      code: "NotYourChannel",
      message: `The account ${account} is no party of channel ${channel}.`,
      next: "Use the account of the meter's owner or of its partner.",
      facts: { channel, account },
    });
  }
}

/** A close has begun: nobody should promise or deliver anything more. */
export class ChannelNotOpen extends WattproofError {
  constructor(channel: Hex) {
    super({
      code: "ChannelNotOpen",
      message: `Channel ${channel} is closing or closed, so nothing more is promised in it.`,
      next: "Open another channel; what was promised in this one is paid when it closes.",
      facts: { channel },
    });
  }
}

/** The account signed an offer to close: what is promised after it would be lost. */
export class ChannelCloseOffered extends WattproofError {
  constructor(channel: Hex) {
    super({
      code: "ChannelCloseOffered",
      message: `An offer to close channel ${channel} was signed here, so nothing more is promised or taken in it.`,
      next: "Have the other party close with the offer, or close alone; deliver nothing more on this channel.",
      facts: { channel },
    });
  }
}

/** In this direction the account is not the one that pays, or not the one that is paid. */
export class WrongDirection extends WattproofError {
  constructor(channel: Hex, direction: Direction, role: "payer" | "payee") {
    const word = DIRECTION_WORDS[direction] ?? `unknown (${direction})`;
    super({
      code: "WrongDirection",
      message: `The account is not the ${role} of the ${word} direction of channel ${channel}.`,
      next: "The meter's owner pays for what is imported, its partner for what is exported.",
      facts: { channel, direction: word, role },
    });
  }
}

/** What a refusal of a voucher is about. */
interface Refused {
  readonly channel: Hex;
  readonly direction: Direction;
  /** What the voucher promises, token units. */
  readonly amount: bigint;
}

const factsOf = ({ channel, direction, amount }: Refused) => ({
  channel,
  direction: DIRECTION_WORDS[direction],
  amount,
});

/** A voucher of no higher amount than one that is held; it acknowledges nothing. */
export class VoucherNotNewer extends WattproofError {
  constructor(refused: Refused, held: bigint) {
    super({
      code: "VoucherNotNewer",
      message: `The voucher promises ${shortMoneyText(refused.amount)}, but one of ${shortMoneyText(held)} is held already.`,
      next: "Promise more than before: vouchers are cumulative, and only the highest counts.",
      facts: { ...factsOf(refused), held },
    });
  }
}

/** The register has come to no more than what is promised already. */
export class NothingOwed extends WattproofError {
  /** @param register The register now, that of the newest voucher or of the opening, and the price. */
  constructor(
    refused: Refused,
    register: { readonly registerWh: bigint; readonly sinceWh: bigint; readonly pricePerKWh: bigint },
  ) {
    const { registerWh, sinceWh, pricePerKWh } = register;
    const word = DIRECTION_WORDS[refused.direction];
    const flowed = registerWh > sinceWh ? "Too little to cost anything" : "Nothing";
    super({
      code: "NothingOwed",
      message:
        pricePerKWh === 0n
          ? `The ${word} direction of channel ${refused.channel} costs nothing, so nothing is to be signed.`
          : `${flowed} flowed since the ${word} register stood at ${sinceWh} Wh, so nothing is to be signed.`,
      next: "Pay again when the register has risen; what was promised before still holds.",
      facts: { ...factsOf(refused), ...register },
    });
  }
}

/** A voucher for a register that lies before that of the voucher before it. */
export class VoucherRegisterBackwards extends WattproofError {
  constructor(refused: Refused, heldWh: bigint, registerWh: bigint) {
    super({
      code: "VoucherRegisterBackwards",
      message: `The voucher is for a register of ${registerWh} Wh, after one for ${heldWh} Wh.`,
      next: "Read the meter again: its registers never fall.",
      facts: { ...factsOf(refused), heldWh, registerWh },
    });
  }
}

/** More than what flowed costs. */
export class VoucherUnjustified extends WattproofError {
  constructor(refused: Refused, limit: bigint) {
    super({
      code: "VoucherUnjustified",
      message: `The voucher promises ${shortMoneyText(refused.amount)}, but its register justifies ${shortMoneyText(limit)} at most.`,
      next: "Promise at most the price times what flowed since the channel opened; the contract refuses more.",
      facts: { ...factsOf(refused), limit },
    });
  }
}

/** More than the payer's deposit and what it has to come from the other direction. */
export class VoucherBeyondDeposit extends WattproofError {
  constructor(refused: Refused, limit: bigint) {
    const missing = shortMoneyText(refused.amount - limit);
    super({
      code: "VoucherBeyondDeposit",
      message: `The voucher promises ${shortMoneyText(refused.amount)}, but deposits cover ${shortMoneyText(limit)} only: ${missing} is missing.`,
      next: `Have the payer deposit ${missing} more (wattproof channel deposit), then try again.`,
      facts: { ...factsOf(refused), limit },
    });
  }
}

/** The payer's key did not sign the voucher. */
export class VoucherSignatureInvalid extends WattproofError {
  constructor(refused: Refused, payer: Hex) {
    super({
      code: "VoucherSignatureInvalid",
      message: `The voucher is not signed by ${payer}, who pays in this direction.`,
      next: "Ask the payer for a voucher signed with its account's key, for this channel, chain and contract.",
      facts: { ...factsOf(refused), payer },
    });
  }
}

/** The state cannot be read or written, or another process changed it meanwhile. */
export class ChannelStateUnusable extends WattproofError {
  constructor(path: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super({
      code: "ChannelStateUnusable",
      message: `The state ${quoted(path)} cannot be used: ${reason}.`,
      next: "Check free space and permissions, let one process at a time sign or take vouchers, and start again: nothing that was acknowledged is lost.",
      facts: { path, reason },
      cause,
    });
  }
}

/** The state was made for another chain or contract. */
export class ChannelStateForeign extends WattproofError {
  constructor(path: string, expected: string, found: string) {
    super({
      code: "ChannelStateForeign",
      message: `The state ${quoted(path)} is of ${found}, not of ${expected}.`,
      next: "Name the state folder of this chain's channels, or a new one.",
      facts: { path, expected, found },
    });
  }
}

/** The client is closed, or was closed before the work was done. */
export class ChannelsClosed extends WattproofError {
  constructor() {
    super({
      code: "ChannelsClosed",
      message: "The channels' state is closed.",
      next: "Open it again: nothing that was acknowledged is lost.",
    });
  }
}
