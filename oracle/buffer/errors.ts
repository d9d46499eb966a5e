import { quoted, WattproofError } from "../../protocol/errors.js";

/** The state was made for another chain, or the chain was wiped and started anew. */
export class StateOfAnotherChain extends WattproofError {
  constructor(what: string, expected: string, found: string) {
    super({
      code: "StateOfAnotherChain",
      message: `This state belongs to another chain: its ${what} is ${expected}, the chain's is ${found}.`,
      next: "Point the oracle at the chain that the state was made for, or give it a new, empty state directory.",
      facts: { what, expected, found },
    });
  }
}

/** Two oracles on one state would send everything twice. */
export class StateInUse extends WattproofError {
  constructor(path: string, cause: unknown) {
    super({
      code: "StateInUse",
      message: `Another process is using the oracle's state ${path}.`,
      next: "Stop the other oracle, or give this one a state directory of its own.",
      facts: { path },
      cause,
    });
  }
}

/** The state cannot be opened, read or written. */
export class StateUnusable extends WattproofError {
  constructor(path: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super({
      code: "StateUnusable",
      message: `The oracle's state ${path} cannot be used: ${reason}.`,
      next: "Check the disk's free space and the folder's permissions, then start the oracle again.",
      facts: { path, reason },
      cause,
    });
  }
}

/** A folder that was named as an oracle's has no state in it. */
export class StateMissing extends WattproofError {
  constructor(directory: string, file: string) {
    super({
      code: "StateMissing",
      message: `There is no oracle state in ${quoted(directory)}: it has no ${file}.`,
      next: "Check the path: it is the state folder of the oracle that anchored the records.",
      facts: { directory, file },
    });
  }
}

/** The buffer holds as much as it may until the chain takes some of it: nothing was stored, send again later. */
export class BufferFull extends WattproofError {
  constructor(capacity: number) {
    super({
      code: "BufferFull",
      message: `The buffer holds ${capacity} records that are not anchored yet and takes no more.`,
      next: "Send the record again later; check that the chain is reachable if this lasts.",
      facts: { capacity },
    });
  }
}
