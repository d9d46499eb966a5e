import { HardhatArtifactResolver } from "@nomicfoundation/hardhat-ignition/helpers";
import type { NetworkConnectionParams } from "hardhat/types/network";
import type { EthereumProvider } from "hardhat/types/providers";
import {
  type ChainIdentity,
  type Contracts,
  ignitionDirectory,
  readIgnitionRecord,
  writeAddresses,
} from "../../../deploy/addressBook.js";
import { type Founding, soloFounding } from "../../../deploy/founding.js";
import { addGasMargin } from "../../../deploy/gasMargin.js";
import { openHardhat } from "../../../deploy/hardhat.js";
import { consortiumModule } from "../../../deploy/modules/Consortium.js";
import { whileItComesFurther } from "../../../deploy/whileItComesFurther.js";
import { connect, NodeUnreachable } from "../../../evidence/index.js";
import type { Hex } from "../../../protocol/index.js";
import { ROOT } from "../../checks/repository.js";
import {
  ConsortiumForeign,
  DeployerMissing,
  DeploymentFailed,
  DeploymentInterrupted,
  FoundingChanged,
  withUnwritable,
} from "../errors.js";
import { settleOldRecord } from "./oldRecord.js";
import { recoverLost } from "./recoverLost.js";
import { verifyDeployment } from "./verifyDeployment.js";

/** Consortium chains have final blocks: one confirmation is all there is to wait for. */
const IGNITION = { requiredConfirmations: 1, blockPollingInterval: 200 };

export interface DeployRequest {
  /** `localhost`, `besu`, or the URL of a chain's JSON-RPC. */
  readonly network: string;
  /** Who founds the consortium; the deployer alone if nobody says. */
  readonly founding?: Founding & { readonly chainId: bigint };
  /** Private key of the deployer; an account of the node's own without it. */
  readonly deployerKey?: string;
  /** Set the record of a wiped chain aside. */
  readonly reset: boolean;
  /** Path of the address book that receives the addresses. */
  readonly addressBook: string;
  /** Told once what is going to be done, before it is. */
  readonly onBegin: (begun: BegunDeployment) => void;
  /** Stops before the next transaction. */
  readonly signal: AbortSignal;
}

/** A deployment that begins, or goes on. */
export interface BegunDeployment extends ChainIdentity {
  readonly deployer: Hex;
  readonly founding: Founding;
}

export interface DeployedContracts extends ChainIdentity {
  readonly contracts: Contracts;
  readonly founding: Founding;
  readonly addressBook: string;
}

/**
 * Founds a consortium on a chain, or goes on with a founding that stopped; makes sure that what stands there is what was
 * meant, and enters it into the address book.
 * @throws NodeUnreachable, ConsortiumForeign, DeployerMissing, DeploymentStale, DeploymentAlive, DeploymentFailed, DeploymentDiffers,
 *   DeploymentUnwritable, FoundingChanged, DeploymentInterrupted, AddressFileInvalid
 */
export async function deployContracts(request: DeployRequest): Promise<DeployedContracts> {
  try {
    return await deployed(request);
  } catch (error) {
    throw withUnwritable(error);
  }
}

async function deployed({ network, reset, addressBook, deployerKey, onBegin, signal, ...request }: DeployRequest) {
  const hre = await openHardhat();
  const connection = await hre.network.create(await describeNetwork(network, deployerKey));
  addGasMargin(connection);
  sendNothingAfter(signal, connection.provider);
  const { networkConfig, provider } = connection;
  const url = networkConfig.type === "http" ? await networkConfig.url.getUrl() : network;
  const identity = await identify(provider, url);
  const expected = request.founding?.chainId ?? identity.chainId;
  if (expected !== identity.chainId) throw new ConsortiumForeign(url, { chainId: identity.chainId, expected });
  const [deployer] = (await provider.request({ method: "eth_accounts" })) as string[];
  if (deployer === undefined) throw new DeployerMissing(url);
  const founding = request.founding ?? soloFounding(deployer.toLowerCase() as Hex);

  await settleOldRecord(provider, identity, addressBook, reset);
  onBegin({ ...identity, deployer: deployer.toLowerCase() as Hex, founding });
  const directory = ignitionDirectory(ROOT, identity.chainId);
  const artifacts = new HardhatArtifactResolver(hre.artifacts);
  try {
    await whileItComesFurther(directory, async () => {
      await recoverLost({ provider, artifacts, directory });
      await connection.ignition.deploy(consortiumModule(founding), { config: IGNITION, displayUi: false });
    });
  } catch (cause) {
    if (signal.aborted) throw new DeploymentInterrupted();
    throw new (isOtherFounding(cause) ? FoundingChanged : DeploymentFailed)(identity.chainId, cause);
  }
  const contracts = readIgnitionRecord(ROOT, identity.chainId) ?? {};
  await verifyDeployment(provider, contracts, {
    deployer: deployer.toLowerCase() as Hex,
    artifactOf: (name) => hre.artifacts.readArtifact(name),
  });
  writeAddresses(addressBook, identity, contracts);
  await connection.close();
  return { ...identity, contracts, founding, addressBook };
}

/** What was sent is waited for; a founding that stops in between goes on with the next run. */
function sendNothingAfter(signal: AbortSignal, provider: EthereumProvider): void {
  const ask = provider.request.bind(provider);
  provider.request = async (asked) => {
    if (signal.aborted && SENDS.includes(asked.method)) throw new DeploymentInterrupted();
    return ask(asked);
  };
}

const SENDS = ["eth_sendTransaction", "eth_sendRawTransaction"];

/** Ignition holds each step against what its record has of it. */
function isOtherFounding(cause: unknown): boolean {
  return cause instanceof Error && cause.message.includes("reconciliation");
}

/** Networks of hardhat.config.ts by their names; any other by its address: no gas price where gas is free. */
async function describeNetwork(network: string, key: string | undefined): Promise<NetworkConnectionParams | string> {
  if (network === "localhost" || network === "besu") return network;
  const { provider } = await connect(network);
  const block = await provider.getBlock("latest");
  provider.destroy();
  const gasPrice = block?.baseFeePerGas ? "auto" : 0n;
  return { network: "localhost", override: { url: network, gasPrice, accounts: key ? [key] : "remote" } };
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
