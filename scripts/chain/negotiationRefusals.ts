const SHOW = "Look at the negotiation with wattproof offer show.";
const ADMIT = "Have the account admitted to the consortium, or send from a member's.";

/** Errors of `Negotiation` and of what goes with it, by name, for people. */
export const NEGOTIATION_REFUSALS = {
  NegotiationNotMember: {
    message: "Only members of the consortium open negotiations, propose and accept",
    next: ADMIT,
  },
  NegotiationSameParty: { message: "Buyer and seller are one account", next: "Name the other party." },
  NegotiationAlreadyOpened: {
    message: "There is such a negotiation already",
    next: "Go on with it, or begin another with another salt.",
  },
  NegotiationNotOpen: { message: "The negotiation is not open", next: SHOW },
  NegotiationNotExpired: { message: "The last proposal still has time", next: "Wait until its time is over." },
  NegotiationWrongMode: {
    message: "A sealed negotiation takes sealed proposals, a public one public proposals",
    next: SHOW,
  },
  NegotiationNotParty: {
    message: "The account is neither buyer nor seller",
    next: "Sign with the account of one of the two.",
  },
  NegotiationUnexpectedRound: {
    message: "Somebody was faster: another round is due",
    next: "Look at what was proposed since with wattproof offer show, and answer that.",
  },
  NegotiationTermsChanged: {
    message: "The last proposal has other terms than those that were accepted",
    next: "Look at them with wattproof offer show, and accept them if they suit.",
  },
  NegotiationProposalExpired: {
    message: "The proposal's own time is over",
    next: "Sign it again with more time.",
  },
  NegotiationInvalidTerms: {
    message: "Terms name an item, a quantity, a currency and the negotiation's own parties",
    next: "Correct them.",
  },
  NegotiationTooLong: { message: "The text is too long", next: "Shorten it." },
  NegotiationInvalidSignature: {
    message: "The party did not sign this very step",
    next: "Have it signed again for the round that is due.",
  },
  ConditionUnknownField: {
    message: "No sensor field has this name, so its unit is not known",
    next: "Name a field that docs/negotiation.md lists.",
  },
  ConditionInvalidRange: { message: "The smallest value is above the largest", next: "Swap them." },
  ConditionUnsorted: {
    message: "Conditions are sorted by field, one for each",
    next: "Sort them, and put a field's two ends into one condition.",
  },
  SealingKeysNotMember: { message: "Only members publish keys", next: ADMIT },
  SealingKeysInvalidKey: { message: "Zero is no key", next: "Publish an X25519 public key of 32 bytes." },
} as const;

export type NegotiationRefusalCode = keyof typeof NEGOTIATION_REFUSALS;
