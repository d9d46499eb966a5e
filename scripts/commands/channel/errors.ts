import { type Hex, quoted, WattproofError } from "../../../protocol/index.js";

/** The chain has no such channel. */
export class ChannelNotOpened extends WattproofError {
  constructor(channel: Hex) {
    super({
      code: "ChannelNotOpened",
      message: `Nobody opened a channel ${channel} on this chain.`,
      next: "Check the id, the node and the Directory.",
      facts: { channel },
    });
  }
}

/** A document of another chain or contract, or not of the party that it should be of. */
export class ChannelDocumentForeign extends WattproofError {
  /** @param reason Continues "The file …". */
  constructor(
    path: string,
    reason: string,
    next = "Ask the other party for the file of this channel, and check --directory and the node.",
  ) {
    super({
      code: "ChannelDocumentForeign",
      message: `The file ${quoted(path)} ${reason}.`,
      next,
      facts: { path, reason },
    });
  }
}
