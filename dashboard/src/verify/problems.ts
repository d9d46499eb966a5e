import { WattproofError } from "../../../protocol/errors.js";

/** The service was asked for a battery's evidence and gave none. */
export class EvidenceUnavailable extends WattproofError {
  constructor(identifier: string) {
    super({
      code: "EvidenceUnavailable",
      message: `The service did not hand over the evidence of ${JSON.stringify(identifier)}.`,
      next: "Try again; if it stays, ask the battery's keeper for the file.",
      facts: { identifier },
    });
  }
}

/** A check broke off for a reason that the page did not foresee. */
export class CheckStopped extends WattproofError {
  constructor(cause: unknown) {
    super({
      code: "CheckStopped",
      message: `The check stopped: ${cause instanceof Error ? cause.message : String(cause)}`,
      next: "Reload the page and try again.",
      cause,
    });
  }
}
