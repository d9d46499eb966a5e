import { type Hex, quoted, WattproofError } from "../../../protocol/index.js";

/** A request for quotation in a file that does not hold one. */
export class QuotationRequestUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "QuotationRequestUnreadable",
      message: `The request for quotation cannot be read: ${reason}.`,
      next: "Compare it with the example in docs/quotations.md; quantities stand in quotes, weights do not.",
      facts: { reason },
    });
  }
}

/** A file's bid is for another request, of another supplier, or not the one that was committed to. */
export class BidFileMismatch extends WattproofError {
  /** @param what Continues "the bid in the file …". */
  constructor(path: string, request: Hex, what: string) {
    super({
      code: "BidFileMismatch",
      message: `The bid in the file ${quoted(path)} ${what}; nothing was sent.`,
      next: "Give the file that quotation bid wrote for the latest bid on this request; to reveal it, its supplier's account.",
      facts: { path, request },
    });
  }
}

/** The bid is in another currency than the request's, so its price cannot be compared. */
export class BidCurrencyForeign extends WattproofError {
  constructor(request: Hex, given: string, asked: string) {
    super({
      code: "BidCurrencyForeign",
      message: `The bid is in ${quoted(given)}, and request ${request} asks for ${asked}.`,
      next: `Bid in ${asked}.`,
      facts: { request, given: quoted(given), asked },
    });
  }
}
