import { currentAddress, type DirectoryAt, requireBlock } from "../evidence/index.js";
import type { Hex } from "../protocol/hex.js";
import type { NodeRegistry } from "../typechain-types/contracts/NodeRegistry.js";
import { ConsortiumGovernor__factory } from "../typechain-types/factories/contracts/ConsortiumGovernor__factory.js";
import { Membership__factory } from "../typechain-types/factories/contracts/Membership__factory.js";
import { NodeRegistry__factory } from "../typechain-types/factories/contracts/NodeRegistry__factory.js";

/** The contracts by which a consortium governs itself, as of one block. */
export type Consortium = Awaited<ReturnType<typeof openConsortium>>;

/**
 * Opens a consortium's governance.
 * @param at The `Directory`, and the block as of which everything is read.
 * @throws ContractNotNamed, ChainUnreadable, and what `currentAddress` throws for a contract that is out of use
 */
export async function openConsortium(at: DirectoryAt) {
  const { provider, blockTag } = at;
  const [{ timestamp: nowS }, governor, timelock, membership, nodes] = await Promise.all([
    requireBlock(provider, blockTag),
    currentAddress(at, "ConsortiumGovernor"),
    currentAddress(at, "TimelockController"),
    currentAddress(at, "Membership"),
    currentAddress(at, "NodeRegistry"),
  ]);
  const addresses: Readonly<Record<"governor" | "timelock" | "membership" | "nodes", Hex>> = {
    governor,
    timelock,
    membership,
    nodes,
  };
  return {
    ...at,
    /** Time of the block, Unix seconds. */
    nowS,
    addresses,
    governor: ConsortiumGovernor__factory.connect(governor, provider),
    membership: Membership__factory.connect(membership, provider),
    nodes: NodeRegistry__factory.connect(nodes, provider),
  };
}

/** The registry of a consortium's nodes alone, as of one block: what nodes' agents look at every few seconds. */
export interface NodeRegistryAt {
  readonly nodes: NodeRegistry;
  readonly blockTag: number;
}

/**
 * Opens the registry of nodes alone.
 * @throws ContractNotNamed, ChainUnreadable, and what `currentAddress` throws for a registry that is out of use
 */
export async function openNodeRegistry(at: DirectoryAt): Promise<NodeRegistryAt> {
  const address = await currentAddress(at, "NodeRegistry");
  return { nodes: NodeRegistry__factory.connect(address, at.provider), blockTag: at.blockTag };
}
