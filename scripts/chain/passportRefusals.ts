const STATUS = "Look at the battery with wattproof battery status.";
const ASK_KEEPER = "Send from the account of the battery's keeper (wattproof battery status).";

/** Errors of `BatteryPassport`, by name, for people. */
export const PASSPORT_REFUSALS = {
  BatteryPassportNotMember: {
    message: "Only members of the consortium issue passports",
    next: "Have the account admitted to the consortium, or send from a member's.",
  },
  BatteryPassportAlreadyIssued: {
    message: "The battery has a passport already",
    next: "Choose another identifier, or go on with the passport that there is (wattproof battery status).",
  },
  BatteryPassportInvalidFacts: {
    message: "A passport needs short texts, a rated capacity, and limits whose lower bound is below the upper",
    next: "Correct the facts: they never change again.",
  },
  BatteryPassportInvalidPredecessors: {
    message: "A successor takes the place of 1 to 64 different batteries, none of them a pack with modules",
    next: "Name each battery once, and take modules out of a pack first.",
  },
  BatteryPassportSucceeded: {
    message: "Another passport took the battery's place, so nothing is added to it",
    next: "Go on with the successor (wattproof battery status names it).",
  },
  BatteryPassportInvalidTransition: { message: "The battery's status does not lead there", next: STATUS },
  BatteryPassportInvalidSuccessorStatus: {
    message: "No successor begins with this status",
    next: "Issue it as repurposed, reused or remanufactured.",
  },
  BatteryPassportInvalidModule: {
    message: "A pack's modules are whole batteries of its own keeper, in no other pack, at most 64",
    next: STATUS,
  },
  BatteryPassportInPack: {
    message: "The battery is a module, so its pack decides",
    next: "Do it with the pack, or have its keeper take the module out.",
  },
  BatteryPassportNotKeeper: { message: "Only the battery's keeper does this", next: ASK_KEEPER },
  BatteryPassportDeviceNotBindable: {
    message: "The device is no active battery device of the account",
    next: "Look at the device with wattproof device show.",
  },
  BatteryPassportDeviceTaken: {
    message: "The device measures a battery already, and no device ever measures two",
    next: "Bind another device.",
  },
  BatteryPassportAlreadyBound: {
    message: "The battery has a device already",
    next: "Replace the device (wattproof battery replace): a new one continues the count of the old one.",
  },
  BatteryPassportInvalidFirstSequence: { message: "Sequences start at 1", next: "Give --first-sequence at least 1." },
  BatteryPassportReplacementUnproven: {
    message: "The present device did not sign its replacement, and the account that sends does not answer for it",
    next: "Have the device sign (--keystore), or its organisation send a statement (--attest).",
  },
  BatteryPassportNotBound: { message: "The record is not of the device that measures this battery", next: STATUS },
  BatteryPassportCheckpointNotNewer: {
    message: "A checkpoint only moves forward",
    next: "There is nothing to do, unless later cycles are still to be anchored.",
  },
  BatteryPassportInvalidProof: {
    message: "The record is not in the batch that it is said to be in",
    next: "Wait until the batch is anchored; restore the archive from a copy if it is.",
  },
  BatteryPassportInvalidCounters: {
    message: "These are not the counters of the checkpoint",
    next: "Publish the counters of the record that the checkpoint is at.",
  },
  BatteryPassportCountersDecreased: {
    message: "Counters never go down, and what was measured stays measured",
    next: "Have the battery's device examined.",
  },
  BatteryPassportTwoStepOnly: {
    message: "Custody moves by offer and acceptance only",
    next: "Offer it with wattproof battery transfer offer.",
  },
  BatteryPassportNotOffered: {
    message: "Custody was not offered to the account",
    next: "Have the keeper offer it (wattproof battery transfer offer).",
  },
  ERC721NonexistentToken: {
    message: "No battery of this identifier has a passport",
    next: "Check the identifier, the node and the Directory.",
  },
} as const;

export type PassportRefusalCode = keyof typeof PASSPORT_REFUSALS;
