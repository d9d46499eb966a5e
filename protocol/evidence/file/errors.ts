import { WattproofError } from "../../errors.js";

/** Evidence that would cost more time or memory than evidence can need. */
export class EvidenceTooLarge extends WattproofError {
  /** @param what What is too large, in words; @param limit How much is read. @param unit Of the limit. */
  constructor(what: string, limit: number, unit: string) {
    super({
      code: "EvidenceTooLarge",
      message: `The evidence file has ${what} of more than ${limit} ${unit}, which is not read.`,
      next: "Ask for the history in parts, or refuse the file: nothing that Wattproof writes is so large.",
      facts: { what, limit, unit },
    });
  }
}

/** Records that come before what says how to check them. */
export class EvidenceHeadLate extends WattproofError {
  constructor(heldBytes: number) {
    super({
      code: "EvidenceHeadLate",
      message: `The evidence file says what it is about only after ${heldBytes} bytes of records or batches.`,
      next: "Have the file written again by `wattproof battery export`: schema, chain, scope, passport and batches come first.",
      facts: { heldBytes },
    });
  }
}
