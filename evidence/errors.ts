import { quoted, WattproofError, withoutSecrets } from "../protocol/errors.js";
import type { Hex } from "../protocol/hex.js";

/** Nobody answers at the node's address, or not as a chain does. */
export class NodeUnreachable extends WattproofError {
  constructor(rpcUrl: string, cause: unknown) {
    const shown = withoutSecrets(rpcUrl);
    super({
      code: "NodeUnreachable",
      message: `No chain answers at ${quoted(shown)}.`,
      next: "Start the chain's node, or name another one by its JSON-RPC address.",
      facts: { rpcUrl: shown },
      cause,
    });
  }
}

/** The node did not answer, or not as the contracts would. */
export class ChainUnreadable extends WattproofError {
  constructor(facts: { what: string; reason: string }, cause?: unknown) {
    super({
      code: "ChainUnreadable",
      message: `The chain did not give ${facts.what}: ${facts.reason}.`,
      next: "Check that the node runs, that its RPC address is right, and that it keeps the state of its latest blocks.",
      facts,
      cause,
    });
  }
}

/** The chain answers, but nothing stands at the Directory's address. */
export class DirectoryMissing extends WattproofError {
  constructor(facts: { directory: Hex; chainId: bigint; blockNumber: number }) {
    super({
      code: "DirectoryMissing",
      message: `No contract stands at ${facts.directory} on chain ${facts.chainId} at block ${facts.blockNumber}.`,
      next: "Check the node and the Directory's address; a chain that was started anew needs the contracts deployed again.",
      facts,
    });
  }
}

/** The Directory does not know a contract. */
export class ContractNotNamed extends WattproofError {
  constructor(facts: { directory: Hex; name: string }, cause?: unknown) {
    super({
      code: "ContractNotNamed",
      message: `The Directory at ${facts.directory} names no ${facts.name}.`,
      next: "Check the Directory's address and that it belongs to this chain; one without any names is of a founding that stopped before its end (wattproof deploy goes on).",
      facts,
      cause,
    });
  }
}

/** The node reports an anchored batch that the contract's storage does not hold. */
export class BatchUnconfirmed extends WattproofError {
  constructor(facts: { stream: Hex; sequence: bigint; root: Hex }) {
    super({
      code: "BatchUnconfirmed",
      message: `The node reports batch ${facts.sequence} of stream ${facts.stream} with root ${facts.root}, but the contract does not hold it.`,
      next: "Do not trust this node: read the roots from another one.",
      facts,
    });
  }
}

/** The evidence names so many batches which the chain does not hold that asking for the rest would serve nobody. */
export class BatchesNotAnchored extends WattproofError {
  constructor(batchCount: number) {
    super({
      code: "BatchesNotAnchored",
      message: `The chain does not hold ${batchCount} of the batches that the evidence names; the rest was not asked for.`,
      next: "Do not rely on this evidence; ask for evidence whose batches are anchored on this chain.",
      facts: { batchCount },
    });
  }
}

/** The block at which the roots were read was replaced meanwhile. */
export class RootsBlockReplaced extends WattproofError {
  constructor(facts: { blockNumber: number; readHash: Hex; foundHash: Hex }) {
    super({
      code: "RootsBlockReplaced",
      message: `Block ${facts.blockNumber} was ${facts.readHash} and became ${facts.foundHash} while the roots were read.`,
      next: "Read the roots again; if it happens again, do not trust this node.",
      facts,
    });
  }
}

/** A roots file and a chain say different things of the same time. */
export class RootsContradictChain extends WattproofError {
  constructor(contradiction: string) {
    super({
      code: "RootsContradictChain",
      message: `The roots file and the chain contradict each other: ${contradiction}.`,
      next: "Find out which of the two is wrong before you rely on either: ask another node, and whoever gave you the file.",
      facts: { contradiction },
    });
  }
}

/** Headers name no validators: a contract selects them. */
export class ValidatorsInContract extends WattproofError {
  constructor(blockNumber: bigint) {
    super({
      code: "ValidatorsInContract",
      message: `Block ${blockNumber} names no validators: a contract selects them.`,
      next: 'Write the history yourself, with "source": "contract", from what the contract said at each change.',
      facts: { blockNumber },
    });
  }
}
