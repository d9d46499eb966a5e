import { type Hex, WattproofError } from "../protocol/index.js";

/** A public key with which nothing can be sealed. */
export class SealingKeyUnusable extends WattproofError {
  constructor(key: Hex, cause: unknown) {
    super({
      code: "SealingKeyUnusable",
      message: `Nothing can be sealed with the public key ${key}.`,
      next: "Have the member publish a key that wattproof sealing create made.",
      facts: { key },
      cause,
    });
  }
}

/** Terms and note are longer than a sealed round may be. */
export class SealedTooLong extends WattproofError {
  constructor(bytes: number, most: number) {
    super({
      code: "SealedTooLong",
      message: `Sealed for both parties, terms and note have ${bytes} bytes, more than ${most}.`,
      next: "Shorten the texts.",
      facts: { bytes, most },
    });
  }
}

/** Which round a message is about. */
interface Round {
  readonly negotiation: Hex;
  readonly round: number;
}

/** The round is sealed for other keys than the one that is held. */
export class SealedForOthers extends WattproofError {
  constructor({ negotiation, round }: Round, publicKey: Hex) {
    super({
      code: "SealedForOthers",
      message: `Round ${round} of negotiation ${negotiation} is not sealed for the key ${publicKey}.`,
      next: "Use the keystore of the key that the party had published when the round was proposed.",
      facts: { negotiation, round, publicKey },
    });
  }
}

/** The ciphertext is cut short, was altered, or is of another round. */
export class SealedDamaged extends WattproofError {
  constructor({ negotiation, round }: Round, cause?: unknown) {
    super({
      code: "SealedDamaged",
      message: `What is sealed in round ${round} of negotiation ${negotiation} does not open: it is damaged, or of another round.`,
      next: "Ask another node; if it is the same there, do not accept the round: ask the other party to propose anew.",
      facts: { negotiation, round },
      cause,
    });
  }
}

/** A public round holds bytes where text belongs. The contract does not look into texts. */
export class RoundUnreadable extends WattproofError {
  constructor({ negotiation, round }: Round, reason: string) {
    super({
      code: "RoundUnreadable",
      message: `Round ${round} of negotiation ${negotiation} cannot be read: ${reason}.`,
      next: "Do not accept the round; reject it, or ask the other party to propose anew.",
      facts: { negotiation, round, reason },
    });
  }
}

/** The ciphertext opens, but what is in it are no terms that these parties can agree on. */
export class SealedContentInvalid extends WattproofError {
  constructor({ negotiation, round }: Round, reason: string) {
    super({
      code: "SealedContentInvalid",
      message: `What was sealed in round ${round} of negotiation ${negotiation} is unusable: ${reason}.`,
      next: "Do not accept the round; ask the other party to propose anew.",
      facts: { negotiation, round, reason },
    });
  }
}

/** The ciphertext opens, but what is in it is not what was signed. */
export class SealedMismatch extends WattproofError {
  constructor({ negotiation, round }: Round, what: "terms" | "note") {
    super({
      code: "SealedMismatch",
      message: `The ${what} sealed in round ${round} of negotiation ${negotiation} are not those whose hash the chain has.`,
      next: "Do not accept the round; ask the other party to propose anew.",
      facts: { negotiation, round, what },
    });
  }
}

/** The contract has no such negotiation. */
export class NegotiationUnknown extends WattproofError {
  constructor(negotiation: Hex) {
    super({
      code: "NegotiationUnknown",
      message: `There is no negotiation ${negotiation}.`,
      next: "Check the id, the node and the Directory (wattproof offer list).",
      facts: { negotiation },
    });
  }
}

/** What the node tells of a negotiation is not what the contract's hash chain says of it. */
export class NegotiationHistoryBroken extends WattproofError {
  /** @param reason Continues "the node's history of negotiation …". */
  constructor(negotiation: Hex, reason: string) {
    super({
      code: "NegotiationHistoryBroken",
      message: `The node's history of negotiation ${negotiation} ${reason}.`,
      next: "Do not trust this node; read the negotiation from another.",
      facts: { negotiation, reason },
    });
  }
}

/** The contract has no such lot. */
export class LotUnknown extends WattproofError {
  constructor(lot: Hex) {
    super({
      code: "LotUnknown",
      message: `There is no lot ${lot}.`,
      next: "Check the id on the label, the node and the Directory.",
      facts: { lot },
    });
  }
}

/** What the node tells of lots cannot be: others than those that were asked for, or states that there are not. */
export class LotRecordsBroken extends WattproofError {
  constructor(lot: Hex) {
    super({
      code: "LotRecordsBroken",
      message: `The node's answer about lot ${lot} is not what the contract answers.`,
      next: "Do not trust this node; read the lot from another.",
      facts: { lot },
    });
  }
}

/** Which bid a message is about. */
interface AnyBid {
  readonly request: Hex;
  readonly supplier: Hex;
}

/** The bid is sealed for another key than the one that is held. */
export class BidForOthers extends WattproofError {
  constructor({ request, supplier }: AnyBid, publicKey: Hex) {
    super({
      code: "BidForOthers",
      message: `The bid of ${supplier} for request ${request} is not sealed for the key ${publicKey}.`,
      next: "Use the keystore of the key that the buyer had published when the bid was revealed.",
      facts: { request, supplier, publicKey },
    });
  }
}

/** The ciphertext is cut short, was altered, or is of another bid. */
export class BidDamaged extends WattproofError {
  constructor({ request, supplier }: AnyBid, cause?: unknown) {
    super({
      code: "BidDamaged",
      message: `The bid of ${supplier} for request ${request} does not open: it is damaged, or of another request.`,
      next: "Ask the supplier to reveal it again, or openly, while reveals are taken.",
      facts: { request, supplier },
      cause,
    });
  }
}

/** The ciphertext opens, but what is in it is no bid for this request. */
export class BidContentInvalid extends WattproofError {
  constructor({ request, supplier }: AnyBid, reason: string) {
    super({
      code: "BidContentInvalid",
      message: `The bid of ${supplier} for request ${request} is unusable: ${reason}.`,
      next: "Ask the supplier to reveal it again, or openly, while reveals are taken.",
      facts: { request, supplier, reason },
    });
  }
}

/** The bid is another than the one that was committed to in time. */
export class BidMismatch extends WattproofError {
  constructor({ request, supplier }: AnyBid) {
    super({
      code: "BidMismatch",
      message: `The bid of ${supplier} for request ${request} is not the one that it committed to before the deadline.`,
      next: "It cannot be awarded; compare the others.",
      facts: { request, supplier },
    });
  }
}

/** The contract has no such delivery. */
export class DeliveryUnknown extends WattproofError {
  constructor(delivery: Hex) {
    super({
      code: "DeliveryUnknown",
      message: `There is no delivery ${delivery}.`,
      next: "Check the id, the node and the Directory (wattproof delivery list).",
      facts: { delivery },
    });
  }
}

/** What the node tells of a delivery is not what the contracts' storage says of it. */
export class DeliveryHistoryBroken extends WattproofError {
  /** @param reason Continues "the node's history of delivery …". */
  constructor(delivery: Hex, reason: string) {
    super({
      code: "DeliveryHistoryBroken",
      message: `The node's history of delivery ${delivery} ${reason}.`,
      next: "Do not trust this node; read the delivery from another.",
      facts: { delivery, reason },
    });
  }
}

/** The contract has no such request for quotation. */
export class QuotationUnknown extends WattproofError {
  constructor(request: Hex) {
    super({
      code: "QuotationUnknown",
      message: `There is no request for quotation ${request}.`,
      next: "Check the id, the node and the Directory (wattproof quotation list).",
      facts: { request },
    });
  }
}

/** A request holds bytes where text belongs. */
export class QuotationUnreadable extends WattproofError {
  constructor(request: Hex, name: string) {
    super({
      code: "QuotationUnreadable",
      message: `Request for quotation ${request} cannot be read: its ${name} is not UTF-8.`,
      next: "Ask another node; if it is the same there, do not bid on it: the buyer wrote it so.",
      facts: { request, name },
    });
  }
}

/** What the node tells of a request, or of the bids on it, is not what the contract's storage says. */
export class QuotationHistoryBroken extends WattproofError {
  /** @param reason Continues "the node's history of request …". */
  constructor(request: Hex, reason: string) {
    super({
      code: "QuotationHistoryBroken",
      message: `The node's history of request ${request} ${reason}.`,
      next: "Do not trust this node; read the request from another.",
      facts: { request, reason },
    });
  }
}

/** The supplier showed no bid, to the buyer or openly. */
export class BidNotRevealed extends WattproofError {
  constructor({ request, supplier }: AnyBid) {
    super({
      code: "BidNotRevealed",
      message: `${supplier} has revealed no bid for request ${request}.`,
      next: "Look at wattproof quotation show; reveals are taken between the first deadline and the second.",
      facts: { request, supplier },
    });
  }
}

/** The bid was revealed to the buyer alone, and there is no key to open it with. */
export class BidSealed extends WattproofError {
  constructor({ request, supplier }: AnyBid) {
    super({
      code: "BidSealed",
      message: `The bid of ${supplier} for request ${request} is sealed for the buyer.`,
      next: "As the buyer, name the keystore of your sealing key with --sealing-key, or in WATTPROOF_SEALING_KEY.",
      facts: { request, supplier },
    });
  }
}

/** The bid is longer than what the contract takes when it is revealed. */
export class BidTooLong extends WattproofError {
  constructor({ request, supplier }: AnyBid, bytes: number, most: number) {
    super({
      code: "BidTooLong",
      message: `Sealed for the buyer, the bid on request ${request} has ${bytes} bytes, more than ${most}; nothing was sent.`,
      next: "Shorten the texts.",
      facts: { request, supplier, bytes, most },
    });
  }
}
