import { WattproofError } from "../errors.js";
import type { Hex } from "../hex.js";

/** A signed record that settlement cannot take in the form of `PackedReading`. */
export class ReadingNotPackable extends WattproofError {
  /** @param reason Continues "The record cannot be settled in this interval: …". */
  constructor(device: Hex, reason: string) {
    super({
      code: "ReadingNotPackable",
      message: `The record of ${device} cannot be settled in this interval: ${reason}.`,
      next: "Give a meter's signed reading of the interval's end, or of its start where a baseline is needed.",
      facts: { device, reason },
    });
  }
}

/** Four words that are no packed reading. */
export class PackedReadingInvalid extends WattproofError {
  /** @param reason Continues "The words are no packed reading: …". */
  constructor(reason: string) {
    super({
      code: "PackedReadingInvalid",
      message: `The words are no packed reading: ${reason}.`,
      next: "Read the words again from the transaction that settled them.",
      facts: { reason },
    });
  }
}

/** Words that no interval can have been settled with. */
export class SettledWordsInvalid extends WattproofError {
  /** @param reason Continues "The words are not those of a settled interval: …". */
  constructor(reason: string) {
    super({
      code: "SettledWordsInvalid",
      message: `The words are not those of a settled interval: ${reason}.`,
      next: "Read the interval again from a node that you trust.",
      facts: { reason },
    });
  }
}

/** Code that holds no roster. */
export class RosterCodeInvalid extends WattproofError {
  /** @param reason Continues "The code is no compiled roster: …". */
  constructor(reason: string) {
    super({
      code: "RosterCodeInvalid",
      message: `The code is no compiled roster: ${reason}.`,
      next: "Read the roster's code again from a node that you trust.",
      facts: { reason },
    });
  }
}
