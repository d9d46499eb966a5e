import { HardhatArtifactResolver } from "@nomicfoundation/hardhat-ignition/helpers";
import { Interface, toQuantity } from "ethers";
import hre, { network } from "hardhat";
import type { Founding } from "../../../deploy/founding.js";
import { consortiumModule } from "../../../deploy/modules/Consortium.js";
import { type Artifact, type Verification, verifyFounding } from "../../../governance/index.js";
import { VALIDATOR_CONTRACT } from "../../../network/index.js";
import type { Hex } from "../../../protocol/index.js";
import { foundingPlan } from "../../../scripts/chain/deployment/foundingPlan.js";
import { lower } from "../../support/chain/consortium.js";

const GAS = 16_000_000n;

type Chain = Awaited<ReturnType<typeof newChain>>;

/** A transaction of a deployer's. */
export interface Sent {
  readonly to: Hex | null;
  readonly data: Hex;
}

/** A founding as it went over a chain: the same transactions on another chain make the same contracts. */
export interface RecordedFounding {
  readonly founding: Founding;
  readonly sent: readonly Sent[];
  /** Addresses by the contracts' names. */
  readonly contracts: Readonly<Record<string, Hex>>;
}

export interface Replayed {
  readonly chain: Chain;
  /** Sends as the deployer. */
  readonly send: (to: string | null, data: string) => Promise<void>;
}

/** A chain of its own with nothing on it but what a genesis may hold: the contract that selects validators. */
export async function newChain() {
  const chain = await network.create({ network: "embedded", override: { gas: GAS } });
  await chain.networkHelpers.setCode(VALIDATOR_CONTRACT, (await artifactOf("GenesisValidators")).deployedBytecode);
  // Gas is not estimated: admitting members takes less of it within one second, and the next one may begin after the estimate.
  const { provider } = chain;
  const request = provider.request.bind(provider);
  provider.request = async (asked) => (asked.method === "eth_estimateGas" ? toQuantity(GAS) : request(asked));
  return chain;
}

export async function recordFounding(
  foundingOn: (signers: readonly { readonly address: string }[]) => Promise<Founding>,
): Promise<RecordedFounding> {
  const chain = await newChain();
  const founding = await foundingOn(await chain.ethers.getSigners());
  const deployed = await chain.ignition.deploy(consortiumModule(founding));
  const sent: Sent[] = [];
  const latest = await chain.ethers.provider.getBlockNumber();
  for (let block = 1; block <= latest; block += 1) {
    const { prefetchedTransactions = [] } = (await chain.ethers.provider.getBlock(block, true)) ?? {};
    for (const { to, data } of prefetchedTransactions) {
      sent.push({ to: to === null ? null : lower(to), data: data as Hex });
    }
  }
  const contracts: Record<string, Hex> = {};
  for (const [name, contract] of Object.entries(deployed)) contracts[name] = lower(await contract.getAddress());
  return { founding, sent, contracts };
}

/**
 * Founds again on a chain of its own, as a deployer that does something more.
 * @param before What it does before a transaction of the founding, by the number of those that are still to come.
 */
export async function replay(
  { sent }: RecordedFounding,
  before: (left: number, replayed: Replayed) => Promise<void> = async () => undefined,
): Promise<Chain> {
  const chain = await newChain();
  const [deployer] = await chain.ethers.getSigners();
  const send = async (to: string | null, data: string) => {
    await deployer?.sendTransaction({ to, data });
  };
  for (const [at, { to, data }] of sent.entries()) {
    await before(sent.length - at, { chain, send });
    await send(to, data);
  }
  return chain;
}

/** What the members see who agreed on `founding`. */
export async function verified(
  { ethers }: Pick<Chain, "ethers">,
  founding: Founding,
  directory: Hex,
): Promise<Verification> {
  const provider = ethers.provider;
  const blockTag = await provider.getBlockNumber();
  return verifyFounding({
    at: { provider, directory, blockTag },
    plan: foundingPlan(consortiumModule(founding)),
    artifactOf,
    accounts: new Map(founding.members.map(({ name, account }) => [account, name])),
  });
}

const resolver = new HardhatArtifactResolver(hre.artifacts);

export async function artifactOf(name: string): Promise<Artifact> {
  return resolver.loadArtifact(name);
}

/** Interface of a compiled contract. */
export async function abiOf(name: string): Promise<Interface> {
  return new Interface((await artifactOf(name)).abi);
}
