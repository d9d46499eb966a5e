import { encodeBytes32String, FetchRequest, id, isError, JsonRpcProvider, Network } from "ethers";
import { domainSeparator } from "../../protocol/eip712/domain.js";
import { WattproofError } from "../../protocol/errors.js";
import { ContractRetired } from "../../protocol/governance/errors.js";
import { type Hex, isHex } from "../../protocol/hex.js";
import { Directory__factory } from "../../typechain-types/index.js";
import { ChainUnreachable, DirectoryNotFound, GenesisMissing } from "./errors.js";

/** Contracts that the oracle talks to, by their names in the `Directory`. */
const NAMES = ["DeviceRegistry", "RecordAnchor", "SupplyAgreements", "EnergySettlement"] as const;
export type ContractName = (typeof NAMES)[number];

/** A chain with everything that the oracle needs to know of it. */
export interface Chain {
  readonly provider: JsonRpcProvider;
  readonly chainId: bigint;
  readonly genesisHash: Hex;
  /** Lower case. */
  readonly directory: Hex;
  readonly contracts: Readonly<Record<ContractName, Hex>>;
  /** Domain of device records. */
  readonly domain: Hex;
}

/** Selector of the error by which the `Directory` says that a name is retired. */
const RETIRED = id("DirectoryRetired(bytes32)").slice(0, 10);
/** A node that is silent for this long counts as out of reach, ms. */
const RPC_TIMEOUT_MS = 15_000;

/**
 * Connects to a chain and looks its contracts up.
 * @param pollMs Wait between two looks for something new, ms.
 * Throws `ChainUnreachable`, `GenesisMissing`, `DirectoryNotFound` or `ContractRetired`.
 */
export async function connectChain(rpcUrl: string, directory: Hex, pollMs: number): Promise<Chain> {
  const request = new FetchRequest(rpcUrl);
  request.timeout = RPC_TIMEOUT_MS;
  const chainId = await chainIdOf(request);
  const network = Network.from(chainId);
  // No answer is reused: a status or receipt that was read a moment ago may have changed since.
  const provider = new JsonRpcProvider(request, network, {
    staticNetwork: network,
    pollingInterval: pollMs,
    cacheTimeout: -1,
    batchMaxCount: 1,
  });
  try {
    const genesisHash = (await provider.getBlock(0))?.hash;
    // Everything that the oracle writes names the chain by it.
    if (!isHex(genesisHash, 32)) throw new GenesisMissing();
    const contracts = await lookUpContracts(provider, directory);
    const lower = directory.toLowerCase() as Hex;
    const domain = domainSeparator({ chainId, directory: lower });
    return { provider, chainId, genesisHash, directory: lower, contracts, domain };
  } catch (error) {
    provider.destroy();
    throw error instanceof WattproofError ? error : new ChainUnreachable(error);
  }
}

async function chainIdOf(request: FetchRequest): Promise<bigint> {
  const asked = request.clone();
  asked.body = { jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] };
  try {
    const { bodyJson } = await asked.send();
    return BigInt(bodyJson.result);
  } catch (error) {
    throw new ChainUnreachable(error);
  }
}

async function lookUpContracts(provider: JsonRpcProvider, directory: Hex): Promise<Chain["contracts"]> {
  if ((await provider.getCode(directory)) === "0x") throw new DirectoryNotFound(directory, "there is no contract");
  const entries = NAMES.map(async (name) => [name, await contractNamed({ provider, directory }, name)] as const);
  return Object.fromEntries(await Promise.all(entries)) as Chain["contracts"];
}

/**
 * Address behind a name of the `Directory`, lower case.
 * Throws `DirectoryNotFound`, `ContractRetired`, and what the provider throws.
 */
export async function contractNamed(
  { provider, directory }: Pick<Chain, "provider" | "directory">,
  name: string,
): Promise<Hex> {
  try {
    const address = await Directory__factory.connect(directory, provider).addressOf(encodeBytes32String(name));
    return address.toLowerCase() as Hex;
  } catch (error) {
    if (!isError(error, "CALL_EXCEPTION") && !isError(error, "BAD_DATA")) throw error;
    if (isError(error, "CALL_EXCEPTION") && error.data?.startsWith(RETIRED))
      throw new ContractRetired({ directory, name });
    throw new DirectoryNotFound(directory, `it names no ${name}`);
  }
}
