import { type NodeRegistry, NodeRegistry__factory } from "../../../typechain-types/index.js";
import { chain, fresh } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { type Admission, TestNode } from "../../support/chain/nodes.js";

/** Blocks between two changes of the validators here. */
export const SPACING = 3;

/** A registry without nodes whose administrator is an account, so that each test does one thing at a time. */
async function deployed() {
  const c = await fresh(deployConsortium);
  const factory = new NodeRegistry__factory(c.administrator);
  const registry = await factory.deploy(c.authority, c.membership, SPACING, [], []);
  return { ...c, registry: registry as NodeRegistry };
}

export async function openRegistry() {
  const c = await fresh(deployed);
  const { registry, maker } = c;
  const wait = () => chain.networkHelpers.mine(SPACING);
  return {
    ...c,
    /** Lets the blocks pass after which the validators may change again. */
    wait,
    /** Admits a node of the maker's after the wait, with its own signature. */
    async admit(node: TestNode, change: Partial<Admission> = {}, nonce = 0n) {
      await wait();
      const admission = node.admission(maker, change);
      return registry.admit(admission, await node.sign(admission, nonce));
    },
  };
}

/** A registry with so many validators: the safe number unless another is given. */
export async function withValidators(count = 4) {
  const c = await openRegistry();
  const validators = Array.from({ length: count }, (_, index) => new TestNode(`validator ${index}`));
  for (const node of validators) await c.admit(node);
  await c.wait();
  return { ...c, validators };
}

export function fourValidators() {
  return withValidators();
}

export function fiveValidators() {
  return withValidators(5);
}

/** Validators in one order. */
export async function validatorsOf(registry: NodeRegistry): Promise<string[]> {
  return [...(await registry.getValidators())].sort();
}

export function addressesOf(nodes: readonly TestNode[]): string[] {
  return nodes.map(({ address }) => address).sort();
}
