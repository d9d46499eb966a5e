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

/** The node beside an agent has not caught up with its chain, so that its copy of the registry may be an old one. */
export class NodeBehind extends WattproofError {
  /** @param ageS Age of its newest block by this machine's clock, s. */
  constructor(height: bigint, ageS: number, isSyncing: boolean) {
    super({
      code: "NodeBehind",
      // Without numbers: an agent that waits says the same each time.
      message: isSyncing
        ? "The node is still catching up with its chain, so its registry of nodes may be an old one: lists and votes stay as they are."
        : "The node's newest block is old, so its registry of nodes may be, too: lists and votes stay as they are.",
      next: "Wait until it has caught up; wattproof network status tells how far it is, or whether the chain stands.",
      facts: { height, ageS, isSyncing },
    });
  }
}
