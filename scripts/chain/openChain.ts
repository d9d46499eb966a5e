import type { JsonRpcProvider } from "ethers";
import type { ChainIdentity } from "../../deploy/addressBook.js";
import { connect, currentAddress, requireBlock, requireDirectory } from "../../evidence/index.js";
import type { Hex } from "../../protocol/index.js";
import { type DirectorySource, findDirectory } from "./findDirectory.js";

/** Which chain and deployment a command is about. */
export interface ChainFlags {
  readonly rpc?: string;
  readonly network?: string;
  readonly directory?: Hex;
}

/** A deployment on a chain that answers. */
export interface OpenChain extends ChainIdentity {
  readonly provider: JsonRpcProvider;
  readonly directory: Hex;
  readonly directoryFrom: DirectorySource;
  /** The contract that stands behind a name in the Directory now. Throws `ContractNotNamed`, `ChainUnreadable`. */
  contract(name: string): Promise<Hex>;
  /** Time of the latest block, Unix seconds. */
  nowS(): Promise<bigint>;
}

const DEFAULT_RPC = "http://127.0.0.1:8545";
/** Wait between two looks for a transaction, ms. */
const POLL_MS = 250;

/** Address of the node that a command asks. */
export function rpcOf({ rpc, network }: ChainFlags): string {
  const named = network === "localhost" || network === "besu" ? undefined : network;
  return rpc ?? named ?? process.env.WATTPROOF_RPC_URL ?? DEFAULT_RPC;
}

/**
 * Opens a deployment for as long as `use` takes.
 * @throws NodeUnreachable, DirectoryMissing, ChainUnreadable, and what `findDirectory` throws
 */
export async function withChain<T>(flags: ChainFlags, use: (chain: OpenChain) => Promise<T>): Promise<T> {
  const { provider, ...identity } = await connect(rpcOf(flags), { pollMs: POLL_MS });
  try {
    const found = findDirectory(identity, flags.directory);
    const at = async () => {
      const { number: blockTag } = await requireBlock(provider, "latest");
      return { provider, directory: found.directory, blockTag };
    };
    await requireDirectory(await at());
    return await use({
      provider,
      ...identity,
      ...found,
      contract: async (name) => currentAddress(await at(), name),
      nowS: async () => BigInt((await requireBlock(provider, "latest")).timestamp),
    });
  } finally {
    provider.destroy();
  }
}
