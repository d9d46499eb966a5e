import { FetchRequest, JsonRpcProvider, Network } from "ethers";
import { type Hex, isHex } from "../protocol/hex.js";
import { lowerHex } from "./chain.js";
import { NodeUnreachable } from "./errors.js";

/** A node that answered, and which chain it is of. */
export interface ConnectedChain {
  /** Asks every question anew, once; whoever opened it destroys it. */
  readonly provider: JsonRpcProvider;
  readonly chainId: bigint;
  readonly genesisHash: Hex;
}

export interface ConnectOptions {
  /** A node that is silent for this long counts as away, ms. */
  readonly timeoutMs?: number;
  /** Wait between two looks for a new block, ms; matters only to those who wait for transactions. */
  readonly pollMs?: number;
  /** Sends several questions of one moment as one request, for nodes that are not on this machine. */
  readonly batched?: boolean;
}

const TIMEOUT_MS = 10_000;
const POLL_MS = 4_000;
const MOST_PER_REQUEST = 100;

/**
 * Connects to a chain's JSON-RPC, from Node or from a browser. The chain's id is asked by hand and once, since ethers on
 * its own would ask for ever. No answer is remembered: a verifier that asks twice wants to know twice.
 * Throws `NodeUnreachable`.
 */
export async function connect(
  rpcUrl: string,
  { timeoutMs = TIMEOUT_MS, pollMs = POLL_MS, batched = true }: ConnectOptions = {},
): Promise<ConnectedChain> {
  let provider: JsonRpcProvider | undefined;
  try {
    const request = new FetchRequest(rpcUrl);
    request.timeout = timeoutMs;
    request.setThrottleParams({ maxAttempts: 1 });
    const chainId = await askChainId(request.clone());
    const network = Network.from(chainId);
    provider = new JsonRpcProvider(request, network, {
      staticNetwork: network,
      pollingInterval: pollMs,
      cacheTimeout: -1,
      batchMaxCount: batched ? MOST_PER_REQUEST : 1,
    });
    const genesis: { hash?: unknown } | null = await provider.send("eth_getBlockByNumber", ["0x0", false]);
    const hash = typeof genesis?.hash === "string" ? lowerHex(genesis.hash) : undefined;
    if (!isHex(hash, 32)) throw new TypeError("the node knows no block 0");
    return { provider, chainId, genesisHash: hash };
  } catch (cause) {
    provider?.destroy();
    throw new NodeUnreachable(rpcUrl, cause);
  }
}

async function askChainId(request: FetchRequest): Promise<bigint> {
  request.body = { jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] };
  const answer = await request.send();
  answer.assertOk();
  return BigInt(answer.bodyJson.result);
}
