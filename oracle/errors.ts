import { WattproofError } from "../protocol/errors.js";

/** Something stopped the oracle that has no name of its own. */
export class OracleFailed extends WattproofError {
  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super({
      code: "OracleFailed",
      message: `The oracle has stopped: ${reason}`,
      next: "Start it again on the same state, where nothing is lost; report the message if it comes back.",
      facts: { reason },
      cause,
    });
  }
}

/** The oracle is closed, or was closed before the work was done. */
export class OracleClosed extends WattproofError {
  constructor() {
    super({
      code: "OracleClosed",
      message: "The oracle is closed.",
      next: "Start the oracle again on the same state: it goes on where it stopped.",
    });
  }
}
