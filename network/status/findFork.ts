import { type Hex, WattproofError } from "../../protocol/index.js";
import type { BesuNode } from "../rpc/besuNode.js";

/** What a node holds for a block's number. */
export interface HeldBlock {
  readonly node: string;
  readonly hash: Hex;
}

/** The first block of which nodes hold different ones. */
export interface Fork {
  readonly number: bigint;
  readonly held: readonly HeldBlock[];
}

/**
 * Where nodes' chains part, by halving: blocks that are the same have the same before them.
 * @param height One that all of the nodes have.
 * @returns Undefined if they hold the same block there.
 */
export async function findFork(nodes: readonly BesuNode[], height: bigint): Promise<Fork | undefined> {
  let fork = await forkAt(nodes, height);
  if (fork === undefined) return undefined;
  let same = -1n;
  while (fork.number - same > 1n) {
    const middle: bigint = same + (fork.number - same) / 2n;
    const found: Fork | undefined = await forkAt(nodes, middle);
    if (found === undefined) same = middle;
    else fork = found;
  }
  return fork;
}

async function forkAt(nodes: readonly BesuNode[], number: bigint): Promise<Fork | undefined> {
  const held = await Promise.all(nodes.map(async (node) => ({ node: node.name, hash: await hashAt(node, number) })));
  const known = held.flatMap(({ node, hash }) => (hash === undefined ? [] : [{ node, hash }]));
  return new Set(known.map(({ hash }) => hash)).size > 1 ? { number, held: known } : undefined;
}

/** Undefined for a node that does not have the block, stopped answering meanwhile, or gives out what is no block. */
async function hashAt(node: BesuNode, number: bigint): Promise<Hex | undefined> {
  try {
    return (await node.block(number))?.hash;
  } catch (error) {
    if (error instanceof WattproofError) return undefined;
    throw error;
  }
}
