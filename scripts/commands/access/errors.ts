import { WattproofError } from "../../../protocol/index.js";

/** What an owner signed about access cannot be used. */
export class GrantUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "GrantUnreadable",
      message: `What was signed about access is unusable: ${reason}.`,
      next: "Have it signed anew (wattproof access give --sign-only, or revoke --sign-only), and relay it as it was printed.",
      facts: { reason },
    });
  }
}
