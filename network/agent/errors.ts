import { quoted, WattproofError } from "../../protocol/index.js";

/** A list of peers beside a node cannot be kept in step. */
export class PeerListsUnusable extends WattproofError {
  /** @param verb What was tried with it: read or written. */
  constructor(path: string, verb: "read" | "written", cause: unknown) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = (code ?? message).split("\n")[0] ?? "";
    super({
      code: "PeerListsUnusable",
      message: `The node's list ${quoted(path)} cannot be ${verb}: ${why}.`,
      next: "Run the agent as who owns the node's folder, and put the file back as wattproof network join writes it.",
      facts: { path, why },
      cause,
    });
  }
}

/** The members' registry says of no node that it may connect, or of none that it is a validator. */
export class NobodyRegistered extends WattproofError {
  constructor() {
    super({
      code: "NobodyRegistered",
      message: "The registry of nodes names nobody, so that neither a node's lists nor its votes are held against it.",
      next: "Check the Directory's address, and that the node has caught up with the chain.",
    });
  }
}
