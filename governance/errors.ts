import { WattproofError } from "../protocol/errors.js";

/** There is no proposal of this number. */
export class ProposalUnknown extends WattproofError {
  constructor(proposal: number, latest: number) {
    super({
      code: "ProposalUnknown",
      message: `There is no proposal ${proposal}: ${latest === 0 ? "none was ever made" : `the latest is ${latest}`}.`,
      next: "Look at what was proposed with wattproof consortium proposals.",
      facts: { proposal, latest },
    });
  }
}
