const SHOW = "Look at what was settled with wattproof meter show.";

/** Errors that a meter's correction can meet, by name, for people. */
export const METER_REFUSALS = {
  EnergySettlementNotOpen: {
    message: "Nothing of the meter was settled yet",
    next: "Settle its first record (wattproof settle): before it there is nothing to correct.",
  },
  EnergySettlementInvalidCorrection: {
    message: "The correction is not the meter's next, or changes nothing",
    next: `Have it signed anew. ${SHOW}`,
  },
  EnergySettlementCorrectionNotDue: {
    message: "The correction follows another register than the one that was settled last",
    next: `Have it signed anew once the register before the jump is settled, and relay it before the next one is. ${SHOW}`,
  },
  EnergySettlementNotRegistrar: {
    message: "Neither the meter's organisation nor its registrar signed the correction",
    next: "Have the organisation sign that answers for the meter (wattproof device show), or its registrar.",
  },
} as const;

export type MeterRefusalCode = keyof typeof METER_REFUSALS;
