import { WattproofError } from "../../../protocol/index.js";

/** The chain answers, but has no contract at the trusted directory's address. */
export class DirectoryMissing extends WattproofError {
  constructor(directory: string, rpcUrl: string) {
    super({
      code: "DirectoryMissing",
      message: `The chain behind ${rpcUrl} has no contract at ${directory}.`,
      next: "Name the directory of the deployment on that chain, or another node.",
      facts: { directory, rpcUrl },
    });
  }
}
