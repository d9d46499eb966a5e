import { WattproofError } from "../../../protocol/index.js";

/** A message of treasurers or holders that cannot be used. */
export class TokenMessageUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "TokenMessageUnreadable",
      message: `The token's message is unusable: ${reason}.`,
      next: "Ask for the file that --sign-only wrote, whole and unchanged.",
      facts: { reason },
    });
  }
}

/** Signatures that are not over the same, or not over what the command line says. */
export class TokenMessageMismatch extends WattproofError {
  /** @param member What differs. */
  constructor(path: string, member: string) {
    super({
      code: "TokenMessageMismatch",
      message: `What ${JSON.stringify(path)} holds signatures over differs in ${member}.`,
      next: "Have all treasurers sign one and the same file, and name on the command line nothing that it contradicts.",
      facts: { path, member },
    });
  }
}

/** A receipt that does not tell where a redemption's money is to go. */
export class PayoutReceiptInvalid extends WattproofError {
  constructor(path: string, reason: string) {
    super({
      code: "PayoutReceiptInvalid",
      message: `The receipt ${JSON.stringify(path)} says nothing about this pay-out: ${reason}.`,
      next: "Pay nobody by it. Ask the holder for the receipt that wattproof token redeem wrote.",
      facts: { path, reason },
    });
  }
}
