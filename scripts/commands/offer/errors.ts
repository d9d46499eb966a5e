import { type Hex, WattproofError } from "../../../protocol/index.js";

/** A member without a key cannot read what is sealed. */
export class SealingKeyUnpublished extends WattproofError {
  constructor(member: Hex) {
    super({
      code: "SealingKeyUnpublished",
      message: `${member} has published no sealing key, so nothing can be sealed for it.`,
      next: "Have it run wattproof sealing create and wattproof sealing publish, or negotiate in public.",
      facts: { member },
    });
  }
}

/** The terms are sealed, and there is no key to read them with. */
export class SealingKeyNeeded extends WattproofError {
  constructor(negotiation: Hex, round: number) {
    super({
      code: "SealingKeyNeeded",
      message: `The terms of round ${round} of negotiation ${negotiation} are sealed.`,
      next: "Name the keystore of your sealing key with --sealing-key, or in WATTPROOF_SEALING_KEY.",
      facts: { negotiation, round },
    });
  }
}

/** The account is neither buyer nor seller. */
export class NegotiationOfOthers extends WattproofError {
  constructor(negotiation: Hex, account: Hex) {
    super({
      code: "NegotiationOfOthers",
      message: `The account ${account} is no party of negotiation ${negotiation}.`,
      next: "Use the account of the buyer or the seller (wattproof offer show).",
      facts: { negotiation, account },
    });
  }
}

/** Who proposed last cannot accept or reject, and the other side cannot withdraw. */
export class NotTheirStep extends WattproofError {
  constructor(negotiation: Hex, step: "accept" | "reject" | "withdraw") {
    const isOwn = step !== "withdraw";
    super({
      code: "NotTheirStep",
      message: isOwn
        ? `The last proposal in negotiation ${negotiation} is your own, so it is not for you to ${step} it.`
        : `The last proposal in negotiation ${negotiation} is the other party's, so it is not for you to withdraw it.`,
      next: isOwn
        ? "Wait for the other party, propose anew with offer counter, or take it back with offer withdraw."
        : "Accept or reject it, or propose other terms with offer counter.",
      facts: { negotiation, step },
    });
  }
}

/** Terms that the contract would refuse, or that a party could never be held to. */
export class OfferTermsUnfit extends WattproofError {
  /** @param fault Continues "its terms …". */
  constructor(fault: string) {
    super({
      code: "OfferTermsUnfit",
      message: `The offer cannot be proposed: its terms ${fault}.`,
      next: "Correct the offer; nothing was signed.",
      facts: { fault },
    });
  }
}

/** The last proposal has other terms than those that were to be accepted. */
export class OfferTermsChanged extends WattproofError {
  constructor(negotiation: Hex, termsHash: Hex, given: Hex) {
    super({
      code: "OfferTermsChanged",
      message: `The last proposal in negotiation ${negotiation} has the terms ${termsHash}, not ${given}; nothing was signed.`,
      next: "Look at them with wattproof offer show, and accept them if they suit.",
      facts: { negotiation, termsHash, given },
    });
  }
}
