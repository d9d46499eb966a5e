const LIST = "Look at the grants with wattproof access list.";
const SIGN_ANEW = "Have it signed anew with --sign-only, and relay it in time.";

/** Errors of `DataGrants`, by name, for people. */
export const GRANT_REFUSALS = {
  DataGrantsNotOwner: {
    message: "The account does not own the device or keep the battery",
    next: "Send from the owner's account (wattproof device show, wattproof battery status).",
  },
  DataGrantsInvalidTerms: { message: "A grant names a reader and a purpose", next: "Name both." },
  DataGrantsInvalidWindow: { message: "The window of the data is empty", next: "Give a start and a later end." },
  DataGrantsAlreadyOver: {
    message: "The access would have ended already",
    next: "Choose a later --until; compare the clock with the chain's.",
  },
  DataGrantsTooMany: {
    message: "Sixteen grants to the reader for this purpose are neither revoked nor over",
    next: "Revoke one (wattproof access revoke), or grant a wider window in place of several.",
  },
  DataGrantsUnknown: { message: "There is no grant of this number", next: LIST },
  DataGrantsAlreadyRevoked: { message: "The grant is revoked already", next: "There is nothing to do." },
  DataGrantsNotRevoker: {
    message: "Only who granted it and who owns its subject now revoke a grant",
    next: "Send from the account of one of the two.",
  },
  DataGrantsInvalidSignature: {
    message: "The account did not sign this, or signed or voided something else since",
    next: SIGN_ANEW,
  },
  DataGrantsSignatureExpired: { message: "What was signed came too late", next: SIGN_ANEW },
} as const;

export type GrantRefusalCode = keyof typeof GRANT_REFUSALS;
