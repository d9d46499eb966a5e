const ANEW = "Correct it, and have every author sign it anew.";

/** Errors of `Contributions`, by name, for people. */
export const CONTRIBUTION_REFUSALS = {
  ContributionsAlreadyCommitted: {
    message: "The commitment was made before",
    next: "There is nothing to do: its first time counts.",
  },
  ContributionsNotCommitted: {
    message: "Nobody committed to exactly this contribution with this salt",
    next: "Give the salt and the contribution that were committed to, or register without a salt.",
  },
  ContributionsAlreadyRegistered: {
    message: "The very same is registered already",
    next: "Look at it with wattproof contribution show; if you committed to it earlier, run wattproof contribution open.",
  },
  ContributionsUnknown: {
    message: "Nobody registered this contribution",
    next: "Register it with its commitment (wattproof contribution register).",
  },
  ContributionsNotEarlier: {
    message: "The contribution counts from no later than this commitment already",
    next: "There is nothing to do.",
  },
  ContributionsNoContent: { message: "A contribution has the hash of a content", next: ANEW },
  ContributionsInvalidAuthors: { message: "A contribution has 1 to 32 authors", next: ANEW },
  ContributionsUnsortedAuthors: { message: "Authors are sorted by address, each once", next: ANEW },
  ContributionsInvalidShares: {
    message: "Every author has a share, and the shares sum to 1000",
    next: ANEW,
  },
  ContributionsTooManyParents: {
    message: "A contribution builds on 16 others at most",
    next: "Name the nearest ones.",
  },
  ContributionsUnsortedParents: { message: "Parents are sorted by id, each once", next: ANEW },
  ContributionsUnknownParent: {
    message: "Nobody registered what this builds on",
    next: "Register it first, or leave it out.",
  },
  ContributionsSignatureCount: {
    message: "There is one signature for each author, empty for the one that sends",
    next: "Give as many as there are authors.",
  },
  ContributionsNotAuthor: {
    message: "Only an author sends the registration",
    next: "Send from the account of one of the authors.",
  },
  ContributionsInvalidSignature: {
    message: "The author did not sign exactly this",
    next: "Have it sign this contribution for this contract and chain (wattproof contribution sign).",
  },
} as const;

export type ContributionRefusalCode = keyof typeof CONTRIBUTION_REFUSALS;
