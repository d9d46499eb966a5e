const RESERVES = "Look at the reserves with wattproof token reserves.";
const SIGN_ANEW = "Have it signed anew, and send it in time.";

/** Errors of `EnergyToken`, by name, for people. */
export const TOKEN_REFUSALS = {
  EnergyTokenInvalidTreasurer: {
    message: "A treasurer is a wallet's address or a P-256 key of this deployment's verifier",
    next: "Correct the signer bytes.",
  },
  EnergyTokenReferenceUsed: {
    message: "The bank's reference was used before, for a mint or a pay-out",
    next: "Look the payment up: it has had its effect already.",
  },
  EnergyTokenInvalidMint: {
    message: "A mint needs an amount and the reference of a payment",
    next: "Name both.",
  },
  EnergyTokenReservesExceeded: {
    message: "The mint would lift the supply above the attested reserves",
    next: `Have the treasurers attest the money first (wattproof token reserves --attest). ${RESERVES}`,
  },
  EnergyTokenMintLimitExceeded: {
    message: "A single treasurer may not mint this much now",
    next: "Have a quorum of treasurers sign it (wattproof token mint --sign-only), or wait until the window has moved on.",
  },
  EnergyTokenInvalidAttestation: {
    message: "An attestation is newer than the last one, and not of the future",
    next: `Read the account again, and give the time at which it was read. ${RESERVES}`,
  },
  EnergyTokenExpired: { message: "What was signed came too late", next: SIGN_ANEW },
  EnergyTokenInvalidQuorum: {
    message: "Too few treasurers signed this, or somebody who is none did, or over something else",
    next: `Collect the signatures of as many treasurers as it takes, and no other's. ${RESERVES}`,
  },
  EnergyTokenInvalidRedemption: {
    message: "A redemption needs an amount, and says where the money is to go",
    next: "Name both.",
  },
  EnergyTokenInvalidSignature: {
    message: "The holder did not sign this redemption",
    next: "Ask the holder for the file that --sign-only wrote, whole and unchanged.",
  },
  EnergyTokenInvalidPayout: { message: "A pay-out has a reference of the bank", next: "Name it." },
  EnergyTokenNotPending: {
    message: "There is no such redemption, or it has ended",
    next: "Check its number; one that was paid out or returned stays so.",
  },
  EnergyTokenNotDue: {
    message: "The treasurer still has time to pay",
    next: "Wait until the time is over.",
  },
  InvalidAccountNonce: {
    message: "The holder has signed something else since, or this was sent already",
    next: SIGN_ANEW,
  },
  EnforcedPause: {
    message: "Governance has paused transfers and mints",
    next: "Wait until it ends the pause; redemptions go on.",
  },
  ERC20InsufficientBalance: {
    message: "The account does not hold this much",
    next: "Redeem or deposit less, or withdraw from the escrow first.",
  },
  ERC20InvalidReceiver: {
    message: "Nobody can receive tokens at this address",
    next: "Name another account.",
  },
} as const;

export type TokenRefusalCode = keyof typeof TOKEN_REFUSALS;
