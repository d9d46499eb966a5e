import { BrowserProvider, type Network, type TransactionRequest } from "ethers";
import type { Hardhat } from "../../deploy/hardhat.js";

export type Connection = Awaited<ReturnType<Hardhat["network"]["create"]>>;

/** A chain that a demo runs on, with accounts for its organisations. */
export interface StageChain {
  /** Hardhat's own way to the chain, inside this process only. */
  readonly connection: Connection;
  /** The same for ethers: signs for the organisations' accounts. */
  readonly provider: BrowserProvider;
  /** JSON-RPC for everybody else: reads, and takes signed transactions. */
  readonly rpcUrl: string;
  /** Whether the accounts have money, which gas costs here. */
  readonly isFunded: boolean;
  /** Under which name Ignition keeps its record while it deploys; it keeps none without. */
  readonly record?: string;
  close(): Promise<void>;
}

/**
 * Histories and vote checkpoints are kept by the second: what was estimated in the second of the last entry overwrites
 * it, and adds a new one if the block comes a second later. Twice the estimate covers that.
 */
const GAS_MARGIN = 2n;

class SigningProvider extends BrowserProvider {
  override async estimateGas(transaction: TransactionRequest): Promise<bigint> {
    return GAS_MARGIN * (await super.estimateGas(transaction));
  }
}

/** Ethers' way through a connection of Hardhat's, which signs for the accounts that it knows. */
export function signingProvider({ provider: chain }: Connection, network: Network, pollMs: number): BrowserProvider {
  const request = (asked: { method: string; params?: unknown[] }) => chain.request(asked);
  const provider = new SigningProvider({ request }, network, { staticNetwork: network, cacheTimeout: -1 });
  provider.pollingInterval = pollMs;
  return provider;
}
