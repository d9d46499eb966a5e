import { type Hex, WattproofError } from "../../../protocol/index.js";

type Money = (units: bigint) => string;

/** More is to be withdrawn than agreements leave free. */
export class EscrowNotFree extends WattproofError {
  /** @param amounts Token units. @param money How people read them. */
  constructor(account: Hex, amounts: { amount: bigint; escrow: bigint; locked: bigint; free: bigint }, money: Money) {
    const { amount, escrow, locked, free } = amounts;
    super({
      code: "EscrowNotFree",
      message: `The account ${account} cannot withdraw ${money(amount)}: of its escrow of ${money(escrow)}, ${money(free)} is free, and agreements lock ${money(locked)}.`,
      next: "Withdraw no more than is free. What locks the rest, and until when, says wattproof escrow show.",
      facts: { account, ...amounts },
    });
  }
}

/** More is to be deposited than the account holds. */
export class TokensMissing extends WattproofError {
  /** @param amounts Token units. @param money How people read them. */
  constructor(account: Hex, amounts: { held: bigint; amount: bigint }, money: Money) {
    super({
      code: "TokensMissing",
      message: `The account ${account} holds ${money(amounts.held)}, less than the ${money(amounts.amount)} to deposit.`,
      next: "Deposit less, or have a treasurer mint tokens for a payment first (wattproof token mint).",
      facts: { account, ...amounts },
    });
  }
}

/** A deposit is made by the consumer's own signature, and another account sends. */
export class AgreementDepositForeign extends WattproofError {
  constructor(account: Hex, consumer: Hex) {
    super({
      code: "AgreementDepositForeign",
      message: `The account ${account} cannot deposit for the consumer ${consumer}.`,
      next: "Send from the consumer's account, or have the consumer deposit first (wattproof escrow deposit) and leave --deposit out.",
      facts: { account, consumer },
    });
  }
}
