import { WattproofError } from "../../errors.js";
import type { Hex } from "../../hex.js";

/** A meter's settled intervals, as they were told, do not lead to the head that the contract holds. */
export class SettledHeadMismatch extends WattproofError {
  constructor(facts: { exportMeter: Hex; found: Hex; expected: Hex }) {
    super({
      code: "SettledHeadMismatch",
      message: `The settled intervals of meter ${facts.exportMeter} lead to ${facts.found}, but the contract holds ${facts.expected}.`,
      next: "Do not trust what told the intervals: read them again from another node.",
      facts,
    });
  }
}

/** What is known does not add up to what the contract holds. */
export class StatementUnbalanced extends WattproofError {
  /** @param what Such as "The escrow of 0x…". */
  constructor(facts: { what: string; found: bigint; expected: bigint }) {
    super({
      code: "StatementUnbalanced",
      message: `${facts.what} comes to ${facts.found} by the chain's events and to ${facts.expected} by its storage.`,
      next: "Do not trust this node: read the statement from another one.",
      facts,
    });
  }
}

/** Something that the statement needs was not given. */
export class StatementFactMissing extends WattproofError {
  constructor(what: string) {
    super({
      code: "StatementFactMissing",
      message: `The statement needs ${what}.`,
      next: "Read it from a node that keeps the contracts' code and state.",
      facts: { what },
    });
  }
}
