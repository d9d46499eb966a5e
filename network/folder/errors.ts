import { quoted, WattproofError } from "../../protocol/index.js";

/** A folder that is to be made is there, or cannot be. */
export class OutFolderUnfit extends WattproofError {
  /** @param why Continues "The folder … ". */
  constructor(path: string, why: string, cause?: unknown) {
    super({
      code: "OutFolderUnfit",
      message: `The folder ${quoted(path)} ${why}.`,
      next: "Give --out a folder that does not exist yet, or that is empty; keys that there are must not be lost.",
      facts: { path },
      cause,
    });
  }
}

/** A network's folder is named where one node's own is wanted. */
export class NodeFolderWanted extends WattproofError {
  /** @param nodes Paths of the nodes' folders that are in it. */
  constructor(path: string, nodes: readonly string[]) {
    super({
      code: "NodeFolderWanted",
      message: `${quoted(path)} is the folder of a network, and an agent stands beside one node.`,
      next:
        nodes.length > 0
          ? `Name the folder of a node: ${nodes.join(", ")}.`
          : "Name the folder of a node; this one has the key of none.",
      facts: { path },
    });
  }
}

/** A folder with one's own keys does not have what it should. */
export class OwnFolderInvalid extends WattproofError {
  /** @param why Continues "The folder … ". */
  constructor(path: string, why: string, cause?: unknown) {
    super({
      code: "OwnFolderInvalid",
      message: `The folder ${quoted(path)} ${why}.`,
      next: "Give --own the folder that network keygen wrote, with all that is in it.",
      facts: { path },
      cause,
    });
  }
}

/** A folder is none of a network, or lacks what its nodes need. */
export class NetworkFolderInvalid extends WattproofError {
  /** @param why A part of a sentence, without its full stop. */
  constructor(path: string, why: string, cause?: unknown) {
    super({
      code: "NetworkFolderInvalid",
      message: `The folder ${quoted(path)} holds no network that can be run: ${why}.`,
      next: "Name a folder that network init or network join wrote, with all that is in it.",
      facts: { path, why },
      cause,
    });
  }
}

/** A node was named that is not run from a folder. */
export class NodeNotHere extends WattproofError {
  /** @param name Undefined if any would do. @param here Names of the nodes that are. */
  constructor(path: string, name: string | undefined, here: readonly string[]) {
    super({
      code: "NodeNotHere",
      message: `The folder ${quoted(path)} has no key of ${name === undefined ? "any node" : `a node ${quoted(name)}`}.`,
      next:
        here.length > 0 ? `Name one of ${here.join(", ")}.` : "Name the folder that has the keys of your own nodes.",
      facts: { path, ...(name === undefined ? {} : { node: quoted(name) }) },
    });
  }
}
