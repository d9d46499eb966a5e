import { FetchRequest, JsonRpcProvider, Network } from "ethers";
import type { ChainIdentity } from "../../deploy/addressBook.js";
import type { Hex } from "../../protocol/index.js";
import { ChainUnreachable } from "./errors.js";

const TIMEOUT_MS = 10_000;

export interface ConnectedChain {
  readonly provider: JsonRpcProvider;
  readonly identity: ChainIdentity;
}

/**
 * Connects to a chain's JSON-RPC. Asks once, since ethers on its own would ask for ever.
 * @throws ChainUnreachable
 */
export async function connect(url: string): Promise<ConnectedChain> {
  try {
    const request = new FetchRequest(url);
    request.timeout = TIMEOUT_MS;
    const probe = request.clone();
    probe.body = { jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] };
    const answer = await probe.send();
    answer.assertOk();
    const chainId = BigInt(answer.bodyJson.result);
    const network = Network.from(chainId);
    const provider = new JsonRpcProvider(request, network, { staticNetwork: network });
    const genesis: { hash: Hex } = await provider.send("eth_getBlockByNumber", ["0x0", false]);
    return { provider, identity: { chainId, genesisHash: genesis.hash } };
  } catch (cause) {
    throw new ChainUnreachable(url, cause);
  }
}
