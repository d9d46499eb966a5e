import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { Founding } from "../../../deploy/founding.js";
import { addGasMargin } from "../../../deploy/gasMargin.js";
import { consortiumModule } from "../../../deploy/modules/Consortium.js";
import { DEFAULT_GOVERNANCE } from "../../../protocol/index.js";
import {
  AccessManager__factory,
  ConsortiumGovernor__factory,
  Directory__factory,
  EnergyCertificate__factory,
  EnergyToken__factory,
  Membership__factory,
  NodeRegistry__factory,
  TimelockController__factory,
} from "../../../typechain-types/index.js";
import { chain, fresh } from "./chain.js";
import { lower } from "./consortium.js";
import { TestNode } from "./nodes.js";

const MEMBERS = ["wxr", "unicom", "wxbc", "Battery Maker", "Grid Operator", "Fleet", "Recycler"];
/** Of the pilot's seven nodes, who ran them: four of one organisation, two of the second, one of the third. */
const RUN_BY = [0, 0, 0, 0, 1, 1, 2];
const VALIDATORS = RUN_BY.map((_, index) => new TestNode(`node ${index + 1}`));

export type Founded = Awaited<ReturnType<typeof found>>;

/** A consortium as `wattproof deploy` founds it: seven members, the pilot's seven nodes, and nothing left to the deployer. */
export function foundConsortium(): Promise<Founded> {
  return fresh(foundHere);
}

async function foundHere() {
  return found({});
}

/** What a consortium of a chain's accounts 1 to 7 agrees on. */
export async function foundingOf(signers: readonly { readonly address: string }[]): Promise<Founding> {
  const accounts = signers.map(({ address }) => lower(address));
  const nodes = await Promise.all(
    VALIDATORS.map(async (node, index) => {
      const { organisation, ...admission } = node.admission({ address: accounts[1 + RUN_BY[index]!]! });
      const proof = await node.sign({ organisation, ...admission });
      return { ...admission, organisation: lower(organisation), proof };
    }),
  );
  return {
    members: MEMBERS.map((name, index) => ({ name, account: accounts[1 + index]! })),
    nodes,
    roles: { oracle: [accounts[8]!], treasurer: [accounts[9]!] },
    governance: DEFAULT_GOVERNANCE,
    currency: "NOK",
  };
}

/** Ignition estimates gas, where all else here is given more than enough. */
async function deployFounding(founding: Founding) {
  const takeMarginAway = addGasMargin(chain);
  try {
    return await chain.ignition.deploy(consortiumModule(founding));
  } finally {
    takeMarginAway();
  }
}

/** A consortium of the chain's accounts 1 to 7, with what is given changed. */
export async function found(change: Partial<Founding>) {
  const signers = await chain.ethers.getSigners();
  const deployer = signers[0] as HardhatEthersSigner;
  const members = signers.slice(1, 8);
  const [oracle, treasurer, stranger] = signers.slice(8, 11) as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  const founding = { ...(await foundingOf(signers)), ...change };
  const deployed = await deployFounding(founding);
  const at = (contract: { getAddress(): Promise<string> }) => contract.getAddress();
  return {
    authority: AccessManager__factory.connect(await at(deployed.authority), stranger),
    directory: Directory__factory.connect(await at(deployed.directory), stranger),
    membership: Membership__factory.connect(await at(deployed.membership), stranger),
    token: EnergyToken__factory.connect(await at(deployed.token), stranger),
    certificates: EnergyCertificate__factory.connect(await at(deployed.certificates), stranger),
    anchor: await at(deployed.anchor),
    timelock: TimelockController__factory.connect(await at(deployed.timelock), stranger),
    governor: ConsortiumGovernor__factory.connect(await at(deployed.governor), stranger),
    nodes: NodeRegistry__factory.connect(await at(deployed.nodes), stranger),
    founding,
    deployer,
    members,
    /** Nodes of the founding, all of them validators. */
    validators: VALIDATORS,
    oracle,
    treasurer,
    /** Has no role and is no member. */
    stranger,
  };
}
