import { WattproofError } from "../errors.js";
import type { Hex } from "../hex.js";

const ASK_AGAIN = "Have the evidence sealed again, by a node of the chain that it is anchored on.";

/** A file that holds no seal of evidence. */
export class SealedUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "SealedUnreadable",
      message: `The sealed file cannot be read: ${reason}.`,
      next: "Ask for the file again; it is cut short, changed, or no sealed file.",
      facts: { reason },
    });
  }
}

/** A file that holds no history of validators. */
export class ValidatorsUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "ValidatorsUnreadable",
      message: `The history of validators cannot be read: ${reason}.`,
      next: "Get the file again from somebody you trust.",
      facts: { reason },
    });
  }
}

/** A sealed file of another chain or deployment than the one that is trusted. */
export class SealedForeign extends WattproofError {
  constructor(what: string, sealed: string, trusted: string) {
    super({
      code: "SealedForeign",
      message: `The sealed file is of ${what} ${sealed}, not of ${trusted}.`,
      next: "Give the sealed file, the history of validators and the Directory's address of one chain.",
      facts: { what, sealed, trusted },
    });
  }
}

/** A proof does not say what stands at a place of the state: a node of the trie is missing. */
export class ProofNodeMissing extends WattproofError {
  constructor(what: string, hash: Hex) {
    super({
      code: "ProofNodeMissing",
      message: `Nothing proves ${what}: the node ${hash} of its trie is missing.`,
      next: ASK_AGAIN,
      facts: { what, hash },
    });
  }
}

/** A node that no Merkle-Patricia trie of Ethereum's state has. */
export class ProofNodeInvalid extends WattproofError {
  constructor(what: string, reason: string) {
    super({
      code: "ProofNodeInvalid",
      message: `What should prove ${what} is no proof: ${reason}.`,
      next: ASK_AGAIN,
      facts: { what, reason },
    });
  }
}

/** A node that proves nothing that was asked for, or is there twice. */
export class ProofNodeUnused extends WattproofError {
  constructor(hash: Hex, count: number) {
    super({
      code: "ProofNodeUnused",
      message: `${count === 1 ? "One node of the proof proves" : `${count} nodes of the proof prove`} nothing that the evidence needs, such as ${hash}.`,
      next: "Check that the sealed file was made for this very evidence; have it sealed again if it was.",
      facts: { hash, count },
    });
  }
}

/** Contract storage is proven and makes no sense: it is none of the contracts that it should be. */
export class SealedStateUnreadable extends WattproofError {
  constructor(what: string, reason: string) {
    super({
      code: "SealedStateUnreadable",
      message: `The storage of the sealed block cannot be read: ${what} ${reason}.`,
      next: "Check the Directory's address; if it is right, use a release of Wattproof that knows its contracts.",
      facts: { what, reason },
    });
  }
}

/** In the sealed block the Directory names no contract of that name. */
export class SealedDirectoryEmpty extends WattproofError {
  constructor(directory: Hex, name: string) {
    super({
      code: "SealedDirectoryEmpty",
      message: `In the sealed block, the Directory at ${directory} names no ${name}.`,
      next: "Check the Directory's address.",
      facts: { directory, name },
    });
  }
}

/** A node's answer to `eth_getProof` that is none. */
export class ProofAnswerInvalid extends WattproofError {
  constructor(reason: string) {
    super({
      code: "ProofAnswerInvalid",
      message: `The node's answer to eth_getProof cannot be read: ${reason}.`,
      next: "Ask a node that keeps the state of that block and answers eth_getProof.",
      facts: { reason },
    });
  }
}
