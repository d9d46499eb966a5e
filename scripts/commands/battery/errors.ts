import { type Hex, quoted, WattproofError } from "../../../protocol/index.js";

/** A battery that has no passport here. */
export class PassportMissing extends WattproofError {
  constructor(identifier: string, directory: Hex) {
    super({
      code: "PassportMissing",
      message: `No battery ${quoted(identifier)} has a passport under Directory ${directory}.`,
      next: "Check the identifier, the node and the Directory; wattproof battery register issues a passport.",
      facts: { identifier, directory },
    });
  }
}

/** None of a battery's cycles is anchored. */
export class CycleMissing extends WattproofError {
  constructor(identifier: string) {
    super({
      code: "CycleMissing",
      message: `No anchored cycle of the battery ${quoted(identifier)} was found.`,
      next: "Name the archive that holds the battery's records, and wait until what was sent is anchored.",
      facts: { identifier },
    });
  }
}

/** A file that does not state a passport's facts. */
export class PassportFactsInvalid extends WattproofError {
  constructor(reason: string) {
    super({
      code: "PassportFactsInvalid",
      message: `The passport's facts cannot be taken: ${reason}.`,
      next: "State every fact and nothing else, in the --facts file or by its option; wattproof battery register --help lists them.",
      facts: { reason },
    });
  }
}
