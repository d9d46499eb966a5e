import { WattproofError } from "../protocol/errors.js";
import type { Hex } from "../protocol/hex.js";

/** A block that was final is no longer part of the chain. */
export class ReorgDetected extends WattproofError {
  constructor(facts: { blockNumber: number; indexedHash: Hex; foundHash: Hex }) {
    super({
      code: "ReorgDetected",
      message: `Block ${facts.blockNumber} was ${facts.indexedHash} and is ${facts.foundHash} now, which a BFT chain never does.`,
      next: "Compare the node with the nodes of other members; once you trust it, delete the read model's file and start again.",
      facts,
    });
  }
}

/** The read model's file was filled from another chain or another directory. */
export class ReadModelOfAnotherChain extends WattproofError {
  constructor(facts: { what: string; indexed: string; found: string }) {
    super({
      code: "ReadModelOfAnotherChain",
      message: `The read model's file belongs to ${facts.what} ${facts.indexed}, but the node answers with ${facts.found}.`,
      next: "Point the indexer at its own chain, or delete the file: it is filled anew from the chain.",
      facts,
    });
  }
}

/** The node's answer is not what JSON-RPC promises, or the node does not answer. */
export class NodeUnusable extends WattproofError {
  constructor(facts: { method: string; reason: string }, cause?: unknown) {
    super({
      code: "NodeUnusable",
      message: `The node did not give a usable answer to ${facts.method}: ${facts.reason}.`,
      next: "Check that the node runs and that its RPC address is right; the indexer goes on where it stopped.",
      facts,
      cause,
    });
  }
}

/** No Directory stands at the given address. */
export class DirectoryUnusable extends WattproofError {
  constructor(facts: { directory: Hex; chainId: string; reason: string }, cause?: unknown) {
    super({
      code: "DirectoryUnusable",
      message: `No usable Directory stands at ${facts.directory} on chain ${facts.chainId}: ${facts.reason}.`,
      next: "Give the Directory's address on this chain, or deploy the contracts first.",
      facts,
      cause,
    });
  }
}

/** Somebody waited for a block that the indexer did not reach in time. */
export class IndexNotReached extends WattproofError {
  constructor(facts: { wanted: number; reached: number; reason: string }) {
    super({
      code: "IndexNotReached",
      message: `Block ${facts.wanted} is not indexed, only ${facts.reached}: ${facts.reason}.`,
      next: "Look at the indexer's log for the reason, then wait again.",
      facts,
    });
  }
}

/** No battery with this identifier has a passport on the chain. */
export class PassportNotFound extends WattproofError {
  constructor(facts: { batteryPassportIdentifier: string }) {
    super({
      code: "PassportNotFound",
      message: `No battery with the identifier ${JSON.stringify(facts.batteryPassportIdentifier)} has a passport on this chain.`,
      next: "Check the identifier against the list of batteries.",
      facts,
    });
  }
}

/** Settlement pays under an agreement of a contract that no name of the directory ever stood for. */
export class AgreementNotFollowed extends WattproofError {
  /** @param facts.agreement Its id, or its number and settlement. */
  constructor(facts: { agreement: string }) {
    super({
      code: "AgreementNotFollowed",
      message: `Settlement delivers under the agreement ${facts.agreement}, which no followed contract registered.`,
      next: "Name the SupplyAgreements contract behind this settlement in the Directory.",
      facts,
    });
  }
}

/** An interval that the events before it do not explain. */
export class IntervalUnreadable extends WattproofError {
  /** @param facts.reason Continues "… cannot be read: ". */
  constructor(facts: { exportMeter: Hex; endS: number; reason: string }) {
    super({
      code: "IntervalUnreadable",
      message: `The interval of ${facts.exportMeter} that ends at ${facts.endS} cannot be read: ${facts.reason}.`,
      next: "The node leaves events out or the Directory names a contract that is not ours: ask another member's node.",
      facts,
    });
  }
}

/** Another process moved this read model's checkpoint. */
export class ReadModelShared extends WattproofError {
  constructor(facts: { expectedBlock: number }) {
    super({
      code: "ReadModelShared",
      message: `The read model's checkpoint is no longer at block ${facts.expectedBlock}: another process writes the same file.`,
      next: "Stop the other indexer, or give each one a file of its own.",
      facts,
    });
  }
}
