import { WattproofError } from "../errors.js";

/** Bytes that are not the RLP encoding of an item. */
export class RlpInvalid extends WattproofError {
  constructor(reason: string) {
    super({
      code: "RlpInvalid",
      message: `The bytes are no RLP: ${reason}.`,
      next: "Read the value again from a node.",
      facts: { reason },
    });
  }
}
