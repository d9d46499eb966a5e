import { WattproofError } from "../../protocol/errors.js";

/** The chain's JSON-RPC does not answer. */
export class ChainUnreachable extends WattproofError {
  constructor(cause: unknown) {
    super({
      code: "ChainUnreachable",
      message: "The chain's JSON-RPC does not answer.",
      next: "Check the RPC address and that the node is running.",
      cause,
    });
  }
}

/** The node does not keep the chain's first block, by which the chain is known. */
export class GenesisMissing extends WattproofError {
  constructor() {
    super({
      code: "GenesisMissing",
      message: "The node does not give the chain's block 0, whose hash tells which chain it is.",
      next: "Let the node finish its synchronisation, or ask one that keeps the first block.",
    });
  }
}

/** The chain has no Wattproof where it was looked for. */
export class DirectoryNotFound extends WattproofError {
  constructor(directory: string, problem: string) {
    super({
      code: "DirectoryNotFound",
      message: `The contract ${directory} is no Wattproof Directory that the oracle can use: ${problem}.`,
      next: "Deploy the contracts with `wattproof deploy`, or give the address of the Directory of this chain.",
      facts: { directory, problem },
    });
  }
}
