import type { ChainIdentity } from "../../deploy/addressBook.js";
import { quoted, WattproofError } from "../../protocol/index.js";

/** Nobody answers at the chain's address, or not as a chain does. */
export class ChainUnreachable extends WattproofError {
  constructor(url: string, cause: unknown) {
    super({
      code: "ChainUnreachable",
      message: `No chain answers at ${quoted(withoutSecrets(url))}.`,
      next: "Start the chain, or name another with --network or --rpc.",
      facts: { url: withoutSecrets(url) },
      cause,
    });
  }
}

/** The record says that contracts stand on the chain, but this chain does not hold them. */
export class DeploymentStale extends WattproofError {
  constructor({ chainId, contract, address, directory }: StaleFacts) {
    super({
      code: "DeploymentStale",
      message: `The record of chain ${chainId} puts ${contract} at ${address}, but this chain holds another history: it was started anew.`,
      next: "Run the command again with --reset to set the old record aside, or name the right chain.",
      facts: { chainId, contract, address, directory },
    });
  }
}

interface StaleFacts {
  readonly chainId: bigint;
  readonly contract: string;
  readonly address: string;
  readonly directory: string;
}

/** `--reset` would lose the record of contracts that are alive. */
export class DeploymentAlive extends WattproofError {
  constructor(chainId: bigint, directory: string) {
    super({
      code: "DeploymentAlive",
      message: `The contracts recorded for chain ${chainId} stand on this chain, so there is nothing to reset.`,
      next: "Run the command without --reset; to deploy a second set, move the record away by hand first.",
      facts: { chainId, directory },
    });
  }
}

/** The chain has no account that may deploy. */
export class DeployerMissing extends WattproofError {
  constructor(url: string) {
    super({
      code: "DeployerMissing",
      message: `The chain at ${quoted(withoutSecrets(url))} has no unlocked account to deploy from.`,
      next: "Set WATTPROOF_DEPLOYER_KEY to the private key of the deployer.",
      facts: { url: withoutSecrets(url) },
    });
  }
}

/** Ignition stopped; what was deployed until then is recorded. */
export class DeploymentFailed extends WattproofError {
  constructor(chainId: bigint, cause: unknown) {
    const said = cause instanceof Error ? cause.message : String(cause);
    super({
      code: "DeploymentFailed",
      message: `The deployment on chain ${chainId} stopped: ${said.replace(/\s+/g, " ").trim()}`,
      next: "Mend what it names and run the same command again: it goes on where it stopped.",
      facts: { chainId },
      cause,
    });
  }
}

/** A URL may carry a password. */
function withoutSecrets(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  url.username = "";
  url.password = "";
  url.search = "";
  return url.href;
}

/** Nobody said where the chain's Directory stands. */
export class DirectoryUnknown extends WattproofError {
  constructor({ chainId, genesisHash }: ChainIdentity) {
    super({
      code: "DirectoryUnknown",
      message: `The address book holds no contracts for chain ${chainId} with genesis ${genesisHash}.`,
      next: "Give the address of the Directory with --directory, as the consortium published it.",
      facts: { chainId, genesisHash },
    });
  }
}

/** The address that should be the Directory's holds no contract on this chain. */
export class DirectoryMissing extends WattproofError {
  constructor({ chainId, genesisHash }: ChainIdentity, directory: string) {
    super({
      code: "DirectoryMissing",
      message: `There is no contract at ${directory} on chain ${chainId} with genesis ${genesisHash}.`,
      next: "Check --rpc and --directory; a chain that was started anew needs `wattproof deploy --reset`.",
      facts: { chainId, genesisHash, directory },
    });
  }
}
