import type { Hardhat } from "../../deploy/hardhat.js";

export interface EmbeddedChain {
  /** JSON-RPC of the chain on 127.0.0.1. */
  readonly rpcUrl: string;
  close(): Promise<void>;
}

/**
 * Starts a chain of its own inside this process: every transaction makes a block, nothing is kept when it ends.
 * It answers JSON-RPC on a free port of 127.0.0.1, so that the page and `battery verify --rpc` can ask it.
 */
export async function startEmbeddedChain(hardhat: Hardhat): Promise<EmbeddedChain> {
  const server = await hardhat.network.createServer("embedded", "127.0.0.1", 0);
  const { address, port } = await server.listen();
  return { rpcUrl: `http://${address}:${port}`, close: () => server.close() };
}
