import { type BaseContract, type Contract, ContractFactory, type ContractTransactionResponse } from "ethers";
import { chain } from "../../test/support/chain/chain.js";
import type { Artifact } from "./compile.js";

/** A contract without bindings of ours, called by the names of its functions. */
export type Peer = BaseContract & Omit<Contract, keyof BaseContract>;

/** Deploys an artifact on the shared chain, as its second account. */
export async function deploy({ abi, bytecode }: Artifact, ...args: readonly unknown[]): Promise<Peer> {
  const [, deployer] = await chain.ethers.getSigners();
  const contract = await new ContractFactory(abi, bytecode, deployer).deploy(...args);
  await contract.waitForDeployment();
  return contract as Peer;
}

/** Gas of a transaction that a contract without bindings was sent. */
export async function gasOfCall(contract: Peer, name: string, ...args: readonly unknown[]): Promise<number> {
  const sent: ContractTransactionResponse = await contract.getFunction(name).send(...args);
  const receipt = await sent.wait();
  if (!receipt) throw new Error(`${name} was not mined`);
  return Number(receipt.gasUsed);
}
