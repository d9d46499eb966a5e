import { existsSync, renameSync } from "node:fs";
import type { NetworkConnectionParams } from "hardhat/types/network";
import type { EthereumProvider } from "hardhat/types/providers";
import {
  type ChainIdentity,
  type Contracts,
  genesisHashesOf,
  ignitionDirectory,
  readIgnitionRecord,
  writeAddresses,
} from "../../deploy/addressBook.js";
import { openHardhat } from "../../deploy/hardhat.js";
import wattproofModule from "../../deploy/modules/Wattproof.js";
import { connect, NodeUnreachable } from "../../evidence/index.js";
import type { Hex } from "../../protocol/index.js";
import { ROOT } from "../checks/repository.js";
import { DeployerMissing, DeploymentAlive, DeploymentFailed, DeploymentStale, withUnwritable } from "./errors.js";

/** Consortium chains have final blocks: one confirmation is all there is to wait for. */
const IGNITION = { requiredConfirmations: 1, blockPollingInterval: 200 };

export interface DeployRequest {
  /** `localhost`, `besu`, or the URL of a chain's JSON-RPC. */
  readonly network: string;
  /** Set the record of a wiped chain aside. */
  readonly reset: boolean;
  /** Path of the address book that receives the addresses. */
  readonly addressBook: string;
}

export interface DeployedContracts extends ChainIdentity {
  readonly contracts: Contracts;
  readonly addressBook: string;
}

/**
 * Deploys the contracts, or goes on with a deployment that stopped, and enters them into the address book.
 * @throws NodeUnreachable, DeployerMissing, DeploymentStale, DeploymentAlive, DeploymentFailed, DeploymentUnwritable,
 *   AddressFileInvalid
 */
export async function deployContracts(request: DeployRequest): Promise<DeployedContracts> {
  try {
    return await deployed(request);
  } catch (error) {
    throw withUnwritable(error);
  }
}

async function deployed({ network, reset, addressBook }: DeployRequest): Promise<DeployedContracts> {
  const hre = await openHardhat();
  const connection = await hre.network.create(
    network === "localhost" || network === "besu" ? network : await describeNetwork(network),
  );
  const { networkConfig, provider } = connection;
  const url = networkConfig.type === "http" ? await networkConfig.url.getUrl() : network;
  const identity = await identify(provider, url);
  if (((await provider.request({ method: "eth_accounts" })) as string[]).length === 0) throw new DeployerMissing(url);

  await settleOldRecord(provider, identity, addressBook, reset);
  try {
    await connection.ignition.deploy(wattproofModule, { config: IGNITION, displayUi: false });
  } catch (cause) {
    throw new DeploymentFailed(identity.chainId, cause);
  }
  const contracts = readIgnitionRecord(ROOT, identity.chainId) ?? {};
  writeAddresses(addressBook, identity, contracts);
  await connection.close();
  return { ...identity, contracts, addressBook };
}

/** A network that hardhat.config.ts does not name: the deployer's key if there is one, and no gas price where gas is free. */
async function describeNetwork(url: string): Promise<NetworkConnectionParams> {
  const { provider } = await connect(url);
  const block = await provider.getBlock("latest");
  provider.destroy();
  const key = process.env.WATTPROOF_DEPLOYER_KEY;
  const gasPrice = block?.baseFeePerGas ? "auto" : 0n;
  return { network: "localhost", override: { url, gasPrice, accounts: key ? [key] : "remote" } };
}

async function identify(provider: EthereumProvider, url: string): Promise<ChainIdentity> {
  try {
    const chainId = (await provider.request({ method: "eth_chainId" })) as string;
    const genesis = await provider.request({ method: "eth_getBlockByNumber", params: ["0x0", false] });
    return { chainId: BigInt(chainId), genesisHash: (genesis as { hash: Hex }).hash };
  } catch (cause) {
    throw new NodeUnreachable(url, cause);
  }
}

/** Ignition trusts its record; a chain that was wiped and started anew with the same id would keep addresses of nothing. */
async function settleOldRecord(
  provider: EthereumProvider,
  { chainId, genesisHash }: ChainIdentity,
  book: string,
  reset: boolean,
): Promise<void> {
  const recorded = readIgnitionRecord(ROOT, chainId) ?? {};
  const directory = ignitionDirectory(ROOT, chainId);
  const stale = (await findMissing(provider, recorded)) ?? findForeign(book, { chainId, genesisHash }, recorded);
  if (!stale) {
    if (reset && Object.keys(recorded).length > 0) throw new DeploymentAlive(chainId, directory);
    return;
  }
  if (!reset) throw new DeploymentStale({ chainId, ...stale, directory });
  let number = 1;
  while (existsSync(`${directory}-stale-${number}`)) number += 1;
  renameSync(directory, `${directory}-stale-${number}`);
}

interface StaleContract {
  readonly contract: string;
  readonly address: Hex;
}

/** The first recorded contract whose address holds no code. */
async function findMissing(provider: EthereumProvider, recorded: Contracts): Promise<StaleContract | undefined> {
  for (const [contract, address] of Object.entries(recorded)) {
    const code = await provider.request({ method: "eth_getCode", params: [address, "latest"] });
    if (code === "0x") return { contract, address };
  }
  return undefined;
}

/** A recorded contract that the book knows from another genesis only: the same address may hold something else here. */
function findForeign(
  book: string,
  { chainId, genesisHash }: ChainIdentity,
  recorded: Contracts,
): StaleContract | undefined {
  const known = genesisHashesOf(book, chainId, recorded);
  if (known.length === 0 || known.includes(genesisHash)) return undefined;
  const [contract, address] = Object.entries(recorded)[0] ?? [];
  return contract && address ? { contract, address } : undefined;
}
