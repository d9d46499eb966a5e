import { WattproofError } from "../../errors.js";
import type { Hex } from "../../hex.js";

/** Why the rules refuse; the contract's error of the same meaning is `EnergySettlement` and this word, but `Unauthorized`. */
export type RefusalReason =
  | "AlreadyOpen"
  | "BaselineNotNeeded"
  | "CorrectionNotDue"
  | "EarlierAgreementOpen"
  | "Implausible"
  | "IntervalSettled"
  | "InvalidCorrection"
  | "InvalidInterval"
  | "NoBaseline"
  | "NoClaim"
  | "NotOpen"
  | "OutOfOrder"
  | "RegisterBackwards"
  | "RegisterSettled"
  | "TooEarly"
  | "Unauthorized"
  | "UnexpectedReading";

/** The rules of settlement do not allow what was asked for; nothing changed. */
export class SettlementRefused extends WattproofError {
  readonly reason: RefusalReason;

  /** @param about The meter or agreement that it is about. */
  constructor(reason: RefusalReason, about: Hex | number) {
    super({
      code: "SettlementRefused",
      message: `The rules of settlement refuse this for ${about}: ${reason}.`,
      next: "Look the reason up among the errors of EnergySettlement, and give what the rules ask for.",
      facts: { reason, about },
    });
    this.reason = reason;
  }
}
