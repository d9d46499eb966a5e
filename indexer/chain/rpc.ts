import { type JsonRpcApiProvider, JsonRpcProvider, Network } from "ethers";
import { type Hex, isHex } from "../../protocol/hex.js";
import { NodeUnusable } from "../errors.js";

/** A block as far as the read model needs it. */
export interface BlockHeader {
  readonly number: number;
  readonly hash: Hex;
  readonly parentHash: Hex;
  readonly timestampS: number;
}

/** An undecoded event. */
export interface Log {
  readonly address: Hex;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly blockNumber: number;
  readonly blockHash: Hex;
  readonly transactionHash: Hex;
  readonly logIndex: number;
}

/**
 * Opens a provider that answers what the node says now: no cached answers, no second look-up of the network.
 * Throws `NodeUnusable`.
 */
export async function openProvider(rpcUrl: string): Promise<JsonRpcApiProvider> {
  const probe = new JsonRpcProvider(rpcUrl, Network.from(1), { staticNetwork: true, batchMaxCount: 1 });
  try {
    const chainId = await chainIdOf(probe);
    return new JsonRpcProvider(rpcUrl, BigInt(chainId), { staticNetwork: true, cacheTimeout: -1, batchStallTime: 1 });
  } finally {
    probe.destroy();
  }
}

/** The chain's id. Throws `NodeUnusable`. */
export async function chainIdOf(provider: JsonRpcApiProvider): Promise<string> {
  return BigInt(quantity("eth_chainId", await request(provider, "eth_chainId", []))).toString();
}

/** Number of the latest block. Throws `NodeUnusable`. */
export async function latestBlockNumber(provider: JsonRpcApiProvider): Promise<number> {
  return quantity("eth_blockNumber", await request(provider, "eth_blockNumber", []));
}

/** Header of a block, or `undefined` if the node has no such block. Throws `NodeUnusable`. */
export async function blockHeader(provider: JsonRpcApiProvider, number: number): Promise<BlockHeader | undefined> {
  const method = "eth_getBlockByNumber";
  const block = await request<Record<string, unknown> | null>(provider, method, [`0x${number.toString(16)}`, false]);
  if (block === null) return undefined;
  return {
    number: quantity(method, block.number),
    hash: word(method, block.hash),
    parentHash: word(method, block.parentHash),
    timestampS: quantity(method, block.timestamp),
  };
}

/** Every log of `addresses` in the blocks `from` to `to`, in the order of the chain. Throws `NodeUnusable`. */
export async function logsOf(
  provider: JsonRpcApiProvider,
  { addresses, from, to }: { addresses: readonly Hex[]; from: number; to: number },
): Promise<Log[]> {
  if (addresses.length === 0) return [];
  const method = "eth_getLogs";
  const filter = { address: addresses, fromBlock: `0x${from.toString(16)}`, toBlock: `0x${to.toString(16)}` };
  const found = await request<Record<string, unknown>[]>(provider, method, [filter]);
  if (!Array.isArray(found)) throw new NodeUnusable({ method, reason: "the answer is no list" });
  const logs = found.map((log) => ({
    address: hex(method, log.address),
    topics: (Array.isArray(log.topics) ? log.topics : []).map((topic) => word(method, topic)),
    data: hex(method, log.data),
    blockNumber: quantity(method, log.blockNumber),
    blockHash: word(method, log.blockHash),
    transactionHash: word(method, log.transactionHash),
    logIndex: quantity(method, log.logIndex),
  }));
  return logs.sort((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex);
}

function request<Answer>(provider: JsonRpcApiProvider, method: string, params: unknown[]): Promise<Answer> {
  return answered(method, provider.send(method, params) as Promise<Answer>);
}

/** What the node answers; its failure as `NodeUnusable`. */
export async function answered<Answer>(method: string, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, 200) : "no answer";
    throw new NodeUnusable({ method, reason }, cause);
  }
}

function quantity(method: string, value: unknown): number {
  const number = typeof value === "string" && /^0x[0-9a-f]{1,14}$/i.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw new NodeUnusable({ method, reason: "a number of the answer is unusable" });
  return number;
}

function hex(method: string, value: unknown): Hex {
  const lower = typeof value === "string" ? value.toLowerCase() : value;
  if (!isHex(lower)) throw new NodeUnusable({ method, reason: "bytes of the answer are no hex" });
  return lower;
}

function word(method: string, value: unknown): Hex {
  const bytes = hex(method, value);
  if (!isHex(bytes, 32)) throw new NodeUnusable({ method, reason: "a hash of the answer is not 32 bytes long" });
  return bytes;
}
