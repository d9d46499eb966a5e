import { Network } from "ethers";
import { listenOnLoopback } from "../../api/index.js";
import { addGasMargin } from "../../deploy/gasMargin.js";
import type { Hardhat } from "../../deploy/hardhat.js";
import { createPublicRpc } from "./publicRpc.js";
import { type StageChain, signingProvider } from "./stageChain.js";

/** A chain inside this process, whose time goes as it is told to. */
export interface EmbeddedChain extends StageChain {
  /** The next block's time is `timestampS`, Unix seconds, and time goes on from there. It never goes back. */
  setTime(timestampS: bigint): Promise<void>;
}

export interface EmbeddedChainOptions {
  /** Time at which the chain begins, Unix seconds; now by default. */
  readonly startS?: bigint;
}

const CHAIN_ID = 31_337;
const POLL_MS = 20;
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
  addGasMargin(connection);
  const ask = (request: { method: string; params?: unknown[] }) => connection.provider.request(request);
  const network = Network.from(CHAIN_ID);
  const provider = signingProvider(connection, network, POLL_MS);
  const rpc = createPublicRpc(ask);
  const rpcUrl = await listenOnLoopback(rpc, 0);
  return {
    connection,
    provider,
    rpcUrl,
    isFunded: true,
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
