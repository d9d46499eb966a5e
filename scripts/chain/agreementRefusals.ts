const LIST = "Look at the agreements with wattproof agreement list.";
const CORRECT = "Correct the terms, and have both parties sign them anew.";

/** Errors of `SupplyAgreements`, and of settlement and token as far as agreements meet them, by name, for people. */
export const AGREEMENT_REFUSALS = {
  SupplyAgreementsAlreadyRegistered: {
    message: "The agreement is registered already",
    next: "There is nothing to do; for the same terms once more, sign them with another salt.",
  },
  SupplyAgreementsUnknown: { message: "There is no such agreement", next: LIST },
  SupplyAgreementsInvalidWindow: {
    message: "The window is empty or off the boundaries of its period, or the period is not supported",
    next: CORRECT,
  },
  SupplyAgreementsInvalidTerms: {
    message: "An agreement needs a cap and ratings and two meters, or with a grid supplier none of the supplier's",
    next: CORRECT,
  },
  SupplyAgreementsInvalidPrice: { message: "The price is zero or beyond reason", next: CORRECT },
  SupplyAgreementsWrongToken: { message: "Settlement pays in another token", next: CORRECT },
  SupplyAgreementsNotMeterOwner: {
    message: "The device is not an active meter of this account",
    next: "Look at the device with wattproof device show: its owner is the party, its kind meter, its status active.",
  },
  SupplyAgreementsInvalidSignature: {
    message: "The account did not agree to exactly this",
    next: "Have the account sign this file (wattproof agreement sign), or submit from it.",
  },
  SupplyAgreementsOverlap: {
    message: "The import meter has a supplier in this window",
    next: "Choose a window that is free, or end the other agreement first (wattproof agreement end).",
  },
  SupplyAgreementsPeriodMismatch: {
    message: "The export meter's agreements settle over another period until all of them are settled",
    next: "Agree on the same settlementPeriodS, or wait.",
  },
  SupplyAgreementsRosterFull: {
    message: "The supplier serves as many agreements in this window as one settlement holds",
    next: "Choose another window, or another supplier.",
  },
  SupplyAgreementsSpanTooLong: {
    message: "What the supplier's meter has still to settle would reach over more than ten years",
    next: "Settle what is past first, or agree on a nearer window.",
  },
  SupplyAgreementsTooManyAhead: {
    message: "The meter has as many agreements that end in the future as one may have",
    next: "Wait until some have ended, or agree on fewer and longer windows.",
  },
  SupplyAgreementsInvalidEnd: {
    message: "The agreement ends then or earlier already, or the time is off its period's boundaries",
    next: LIST,
  },
  SupplyAgreementsNotice: {
    message: "With the consents given the agreement cannot end so early",
    next: "Choose a later end, or have the other party agree (--sign-only there, --with here).",
  },
  SupplyAgreementsNotParty: {
    message: "Neither party agreed to the end",
    next: "Send from a party's account, or with what it signed (--with).",
  },
  SupplyAgreementsInvalidRoster: {
    message: "The numbers are not those of all agreements that the supplier serves then",
    next: LIST,
  },
  SupplyAgreementsNotReleasable: {
    message: "The agreement's window is not settled yet, or its escrow is free already",
    next: "Wait until it is settled.",
  },
  EnergySettlementWindowSettled: {
    message: "The window reaches back into what is settled",
    next: "Agree on a window that begins later.",
  },
  EnergySettlementNoClaim: {
    message: "Nothing is owed by the agreement",
    next: "There is nothing to pay; wattproof agreement list shows what is owed.",
  },
  EscrowLedgerInsufficient: {
    message: "The account's free escrow is too little",
    next: "Deposit first (wattproof escrow deposit), or with --deposit; wattproof escrow show says what is free.",
  },
} as const;

export type AgreementRefusalCode = keyof typeof AGREEMENT_REFUSALS;
