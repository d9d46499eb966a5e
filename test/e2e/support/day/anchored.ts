import { expect } from "chai";
import { isSignedRecord, structHashOfLeaf } from "../../../../protocol/archive.js";
import { type Hex, leafOf, MerkleTree, ZERO_HASH } from "../../../../protocol/index.js";
import { moreContracts } from "./contracts.js";
import type { Prosumer, Street } from "./street.js";

/**
 * Struct hashes of the records in a node's stream, in their order. Every batch that the chain anchored follows the one
 * before and has the root that its archived leaves lead to; none of its leaves says that a record never came.
 */
export async function anchoredBy({ world }: Street, { node }: Prosumer): Promise<Hex[]> {
  const { anchor } = await moreContracts(world);
  const { stream } = node.oracle;
  const events = await anchor.queryFilter(anchor.filters.BatchAnchored(stream));
  const hashes: Hex[] = [];
  let previousRoot: string = ZERO_HASH;
  for (const [index, { args }] of events.entries()) {
    expect([args.sequence, args.previousRoot]).to.deep.equal([BigInt(index + 1), previousRoot]);
    const leaves = (await node.readBatch(stream, args.sequence))?.leaves ?? [];
    expect(leaves.every(isSignedRecord)).to.equal(true);
    const inBatch = leaves.map(structHashOfLeaf);
    const tree = MerkleTree.of(inBatch.map(leafOf));
    expect([tree.root, BigInt(tree.count)]).to.deep.equal([args.root, args.count]);
    hashes.push(...inBatch);
    previousRoot = args.root;
  }
  return hashes;
}
