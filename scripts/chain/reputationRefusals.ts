/** Errors of `Reputation`, by name, for people. */
export const REPUTATION_REFUSALS = {
  ReputationNotClosed: {
    message: "Only a closed deal is rated and counted: its delivery is confirmed, settled or failed",
    next: "Wait until it is.",
  },
  ReputationSameParty: { message: "Nobody rates itself", next: "There is nothing to do." },
  ReputationNotParty: {
    message: "Only buyer and seller of the deal rate each other",
    next: "Send from the account of one of the two.",
  },
  ReputationInvalidScore: { message: "A score is 1 to 5", next: "Give a score of 1, the worst, to 5." },
  ReputationAlreadyRated: {
    message: "The account rated this deal before, and a rating stays",
    next: "There is nothing to do.",
  },
  ReputationAlreadyCounted: { message: "The deal's conditions are counted already", next: "There is nothing to do." },
  ReputationNotYet: { message: "What will be at a later time nobody knows", next: "Name a time that has passed." },
} as const;

export type ReputationRefusalCode = keyof typeof REPUTATION_REFUSALS;
