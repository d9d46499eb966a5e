import type { ChainIdentity } from "../../deploy/addressBook.js";
import { type Hex, quoted, WattproofError, withoutSecrets } from "../../protocol/index.js";

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

/** The deployer's key is none. It is not shown. */
export class DeployerKeyUnfit extends WattproofError {
  constructor() {
    super({
      code: "DeployerKeyUnfit",
      message: "WATTPROOF_DEPLOYER_KEY holds no private key.",
      next: "Set it to 0x and 64 lower-case hex digits, a key of secp256k1, or leave it out to deploy from an account of the folder or the node.",
    });
  }
}

/** A consortium agreed on another chain: its nodes' signatures are for that one. */
export class ConsortiumForeign extends WattproofError {
  constructor(url: string, { chainId, expected }: { readonly chainId: bigint; readonly expected: bigint }) {
    super({
      code: "ConsortiumForeign",
      message: `The consortium is for chain ${expected}, and the node at ${quoted(withoutSecrets(url))} is on chain ${chainId}.`,
      next: "Name a node of the consortium's own chain with --network, or the consortium.json of this one.",
      facts: { url: withoutSecrets(url), chainId, expected },
    });
  }
}

/** Ignition stopped; what was deployed until then is recorded. */
export class DeploymentFailed extends WattproofError {
  constructor(chainId: bigint, cause: unknown) {
    super({
      code: "DeploymentFailed",
      message: `The deployment on chain ${chainId} stopped: ${wordsOf(cause)}`,
      next: `Mend what it names and run the same command again: it goes on where it stopped. If it stops at the same place, move deploy/deployments/chain-${chainId} away and deploy anew.`,
      facts: { chainId },
      cause,
    });
  }
}

/** A deployment was begun by another founding than it is to go on with. */
export class FoundingChanged extends WattproofError {
  constructor(chainId: bigint, cause: unknown) {
    super({
      code: "FoundingChanged",
      message: `The founding on chain ${chainId} was begun with something else than it is to go on with: ${wordsOf(cause)}`,
      next: "Go on with the consortium.json, and with the account, that it was begun with. A consortium that stands changes its terms by vote; wattproof consortium verify names what differs from a file.",
      facts: { chainId },
      cause,
    });
  }
}

/** The user broke a deployment off, which stopped before its next transaction. */
export class DeploymentInterrupted extends WattproofError {
  constructor() {
    super({
      code: "DeploymentInterrupted",
      message:
        "The founding was stopped before its end: until then no name leads to its contracts, and nobody can use them.",
      next: "Run the same command again: it goes on where it stopped.",
    });
  }
}

/** What stands on the chain is not what was to be deployed. */
export class DeploymentDiffers extends WattproofError {
  /** @param how Continues "The contract X at 0x… ". */
  constructor(contract: string, address: Hex, how: string) {
    super({
      code: "DeploymentDiffers",
      message: `The contract ${contract} at ${address} ${how}.`,
      next: "Use none of these contracts: nothing was written to the address book. Deploy anew from a clean clone, from a chain's node that you trust.",
      facts: { contract, address },
    });
  }
}

/** A deployment writes to the clone and to the user's address book, and may not. */
export class DeploymentUnwritable extends WattproofError {
  constructor(path: string, reason: string, cause: unknown) {
    super({
      code: "DeploymentUnwritable",
      message: `${quoted(path)} cannot be written (${reason}), and a deployment compiles, keeps its record or notes its addresses there.`,
      next: "Make room or let this user write there, or deploy from a clone of your own.",
      facts: { path, reason },
      cause,
    });
  }
}

const UNWRITABLE = ["EACCES", "EPERM", "EROFS", "ENOSPC"];

/** The same error, or `DeploymentUnwritable` if the file system's refusal is behind it, however deep. */
export function withUnwritable(error: unknown): unknown {
  let cause = error;
  for (let depth = 0; depth < 10 && cause instanceof Error; depth += 1) {
    const { code, path } = cause as NodeJS.ErrnoException;
    if (code !== undefined && UNWRITABLE.includes(code)) return new DeploymentUnwritable(path ?? "a file", code, error);
    cause = cause.cause;
  }
  return error;
}

/** Nobody said where the chain's Directory stands. */
export class DirectoryUnknown extends WattproofError {
  constructor({ chainId, genesisHash }: ChainIdentity, addressBook: string) {
    super({
      code: "DirectoryUnknown",
      message: `The address book ${quoted(addressBook)} holds no contracts for chain ${chainId} with genesis ${genesisHash}.`,
      next: "Give the address of the Directory with --directory, as the consortium published it.",
      facts: { chainId, genesisHash, addressBook },
    });
  }
}

/** The address book is kept in the home directory, and there is none. */
export class HomeUnknown extends WattproofError {
  constructor() {
    super({
      code: "HomeUnknown",
      message: "This user has no home directory with an absolute path, so there is no address book.",
      next: "Set HOME to the home directory's absolute path; to verify evidence, --directory does as well.",
    });
  }
}

/** Nobody said which account to send from. */
export class AccountMissing extends WattproofError {
  constructor() {
    super({
      code: "AccountMissing",
      message: "The command changes something on the chain, and no account was named to send from.",
      next: "Name a keystore with --account (or WATTPROOF_ACCOUNT); on a development node, an account of its own with --from.",
    });
  }
}

/** The node does not sign for the account. */
export class AccountLocked extends WattproofError {
  constructor(address: string) {
    super({
      code: "AccountLocked",
      message: `The node does not sign for ${address}.`,
      next: "Name the account's keystore with --account; only development nodes have accounts of their own.",
      facts: { address },
    });
  }
}

/** The node will not take a transaction, for a reason that is no contract's. */
export class TransactionNotTaken extends WattproofError {
  /** @param reason The node's own words, quoted. */
  constructor(reason: string, cause: unknown) {
    super({
      code: "TransactionNotTaken",
      message: `The node does not take the transaction: ${reason}.`,
      next: "Check that the account has money for gas where gas costs some, and that the node runs.",
      facts: { reason },
      cause,
    });
  }
}

/** A transaction was sent, and nobody knows yet what became of it. */
export class TransactionUnsettled extends WattproofError {
  constructor(hash: string, chainId: bigint, cause?: unknown) {
    super({
      code: "TransactionUnsettled",
      message: `The transaction ${hash} was sent to chain ${chainId}, but there is no receipt yet.`,
      next: "Look for its receipt before you repeat the command: it may still be mined.",
      facts: { hash, chainId },
      cause,
    });
  }
}

/** No member has this name, or several have. */
export class MemberNameUnclear extends WattproofError {
  constructor(name: string, members: readonly Hex[]) {
    const found = members.length === 0 ? "No member is" : `${members.length} members are`;
    super({
      code: "MemberNameUnclear",
      message: `${found} called ${quoted(name)}.`,
      next: "Give the member's address instead.",
      facts: { name: quoted(name), members: members.length },
    });
  }
}

function wordsOf(cause: unknown): string {
  const said = cause instanceof Error ? cause.message : String(cause);
  return said.replace(/\s+/g, " ").trim();
}
