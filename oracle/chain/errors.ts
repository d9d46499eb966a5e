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
