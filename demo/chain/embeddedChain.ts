import { BrowserProvider, Network, type TransactionRequest } from "ethers";
import { listenOnLoopback } from "../../api/index.js";
import type { Hardhat } from "../../deploy/hardhat.js";
import { createPublicRpc } from "./publicRpc.js";

type Connection = Awaited<ReturnType<Hardhat["network"]["create"]>>;

export interface EmbeddedChain {
  /** Hardhat's own way to the chain, inside this process only. */
  readonly connection: Connection;
  /** The same for ethers: signs for the chain's own accounts. */
  readonly provider: BrowserProvider;
  /** JSON-RPC on 127.0.0.1 for everybody else: reads, and takes signed transactions. */
  readonly rpcUrl: string;
  /** The next block's time is `timestampS`, Unix seconds, and time goes on from there. It never goes back. */
  setTime(timestampS: bigint): Promise<void>;
  close(): Promise<void>;
}

export interface EmbeddedChainOptions {
  /** Time at which the chain begins, Unix seconds; now by default. */
  readonly startS?: bigint;
}

const CHAIN_ID = 31_337;
/**
 * Histories and vote checkpoints are kept by the second: what was estimated in the second of the last entry overwrites
 * it, and adds a new one if the block comes a second later. Twice the estimate covers that.
 */
const GAS_MARGIN = 2n;

class EmbeddedProvider extends BrowserProvider {
  override async estimateGas(transaction: TransactionRequest): Promise<bigint> {
    return GAS_MARGIN * (await super.estimateGas(transaction));
  }
}

/**
 * Starts a chain of its own inside this process: every transaction makes a block, nothing is kept when it ends.
 * Whoever is not this process asks it on a free port of 127.0.0.1, and may do there what any member's node would let it.
 */
export async function startEmbeddedChain(
  hardhat: Hardhat,
  { startS }: EmbeddedChainOptions = {},
): Promise<EmbeddedChain> {
  const override = startS === undefined ? {} : { initialDate: new Date(Number(startS) * 1000) };
  const connection = await hardhat.network.create({ network: "embedded", override });
  const ask = (request: { method: string; params?: unknown[] }) => connection.provider.request(request);
  const network = Network.from(CHAIN_ID);
  const provider = new EmbeddedProvider({ request: ask }, network, { staticNetwork: network, cacheTimeout: -1 });
  provider.pollingInterval = 20;
  const rpc = createPublicRpc(ask);
  const rpcUrl = await listenOnLoopback(rpc, 0);
  return {
    connection,
    provider,
    rpcUrl,
    async setTime(timestampS) {
      await ask({ method: "evm_setNextBlockTimestamp", params: [`0x${timestampS.toString(16)}`] });
      await ask({ method: "evm_mine" });
    },
    async close() {
      await rpc.close();
      provider.destroy();
      await connection.close();
    },
  };
}
