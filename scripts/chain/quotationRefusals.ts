const ADMIT = "Have the account admitted to the consortium, or name or send from a member's.";

/** Errors of `Quotations`, by name, for people. */
export const QUOTATION_REFUSALS = {
  QuotationsNotMember: {
    message: "Only members of the consortium ask for quotations, are invited and bid",
    next: ADMIT,
  },
  QuotationsNotBuyer: { message: "Only the buyer does this", next: "Send from the account that made the request." },
  QuotationsAlreadyRequested: {
    message: "The account made this very request before",
    next: "Go on with it, or choose another salt.",
  },
  QuotationsUnexpectedState: {
    message: "The request is in a phase that does not allow this",
    next: "Look at its deadlines with wattproof quotation show: bids come until the first, reveals until the second, the award until the third. A bid that was not revealed in time can still be awarded from its file (quotation award --bid).",
  },
  QuotationsInvalidDeadlines: {
    message: "Deadlines lie in the future, in the order bids, reveals, award",
    next: "Choose others.",
  },
  QuotationsInvalidWeights: { message: "The weights do not sum to 1000 per mille", next: "Weigh the criteria anew." },
  QuotationsInvalidCriterion: {
    message: "Bids are compared by price, quantity and reputation, each once",
    next: "Name these only.",
  },
  QuotationsIncomplete: {
    message: "A request has an item, a quantity and a currency",
    next: "Add what is missing.",
  },
  QuotationsTooLong: { message: "Text or ciphertext is too long", next: "Shorten the text." },
  QuotationsTooManyInvited: {
    message: "More suppliers are invited than may be",
    next: "Invite fewer, or none for a tender that is open to any member.",
  },
  QuotationsInvalidInvitation: {
    message: "The account is invited twice, or is the buyer's own",
    next: "Name each supplier once.",
  },
  QuotationsNotInvited: { message: "The account was not invited", next: "Send from an invited supplier's account." },
  QuotationsOwnRequest: { message: "The buyer does not bid on its own request", next: "Leave it to suppliers." },
  QuotationsTooManyReveals: {
    message: "The supplier revealed as often as it may",
    next: "Have the buyer award by the signed proposal (quotation award --bid).",
  },
  QuotationsTooManyBids: {
    message: "The request has as many bids as it can have",
    next: "Bid once another supplier has withdrawn its bid.",
  },
  QuotationsNoCommitment: { message: "Zero is no commitment", next: "Commit to the digest of a signed proposal." },
  QuotationsNoBid: { message: "The account has no bid", next: "Name a supplier that committed to one in time." },
  QuotationsOtherBid: {
    message: "The proposal is another than the one that was committed to",
    next: "Give the proposal whose digest was committed, unchanged.",
  },
  QuotationsNotProposer: {
    message: "The bid is proposed by another account than the one that shows it",
    next: "Show the bid that the account itself proposed.",
  },
  QuotationsInvalidSignature: {
    message: "The supplier did not sign the bid that it shows, so nobody could award it",
    next: "Show it with the signature that the supplier made when it bid.",
  },
  QuotationsWrongMode: {
    message: "A request for a sealed negotiation takes sealed proposals, one for a public negotiation public ones",
    next: "Use the request's own mode.",
  },
  QuotationsNegotiatedOtherwise: {
    message: "The two negotiate about this request already, and from other terms or further than the bid",
    next: "Go on in that negotiation, or award another bid.",
  },
} as const;

export type QuotationRefusalCode = keyof typeof QUOTATION_REFUSALS;
