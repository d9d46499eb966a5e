import { WattproofError } from "../../protocol/errors.js";

/** The account may not open a stream. */
export class PublisherNotAllowed extends WattproofError {
  constructor(publisher: string, reason: string) {
    super({
      code: "PublisherNotAllowed",
      message: `The account ${publisher} may not open a stream of batches: ${reason}.`,
      next: "Ask the consortium to grant the account the oracle's role.",
      facts: { publisher, reason },
    });
  }
}

/** The state was made by another account; its batches continue that account's stream. */
export class PublisherChanged extends WattproofError {
  constructor(expected: string, found: string) {
    super({
      code: "PublisherChanged",
      message: `This state belongs to the account ${expected}, not to ${found}.`,
      next: "Start the oracle with the account that made the state, or with a new, empty state directory.",
      facts: { expected, found },
    });
  }
}

/** The chain holds a batch at this place of the stream that is not ours. */
export class StreamForked extends WattproofError {
  constructor(stream: string, sequence: number) {
    super({
      code: "StreamForked",
      message: `Batch ${sequence} of stream ${stream} on the chain is not the one that this state made.`,
      next: "Find out who else uses the account or an older copy of this state; continue in a new, empty state directory.",
      facts: { stream, sequence },
    });
  }
}

/** The chain will not take a batch, however often it is sent. */
export class AnchorRefused extends WattproofError {
  constructor(sequence: number, reason: string) {
    super({
      code: "AnchorRefused",
      message: `The chain refuses batch ${sequence}: ${reason}.`,
      next: "Check the account's role and the RecordAnchor contract, then start the oracle again.",
      facts: { sequence, reason },
    });
  }
}
