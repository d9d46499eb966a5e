import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { describe, it } from "mocha";
import { fastKeccak } from "../../../native/index.js";
import { composeBatch, isBatchDue } from "../../../oracle/batcher/index.js";
import { type Hex, ZERO_HASH } from "../../../protocol/index.js";

const hash = (n: number): Hex => `0x${n.toString(16).padStart(64, "0")}`;
const leaf = (id: number, timestampS: number, isGap = false) => ({ id, structHash: hash(id), timestampS, isGap });

describe("oracle/batcher", () => {
  it("composes the batch that OpenZeppelin's tree has the root of", () => {
    const leaves = [leaf(4, 300), leaf(5, 100), leaf(6, 200, true)];
    const batch = composeBatch(leaves, undefined);
    const tree = StandardMerkleTree.of(
      leaves.map(({ structHash }) => [structHash]),
      ["bytes32"],
    );
    expect(batch).to.deep.equal({
      sequence: 1,
      firstId: 4,
      lastId: 6,
      count: 3,
      gaps: 1,
      root: tree.root,
      previousRoot: ZERO_HASH,
      fromS: 100,
      toS: 300,
    });
    expect(composeBatch([leaf(7, 1)], batch)).to.include({ sequence: 2, previousRoot: tree.root });
  });

  it("composes the same batch with WebAssembly's keccak-256", async () => {
    const keccak256 = await fastKeccak();
    expect(keccak256).to.be.a("function");
    const leaves = Array.from({ length: 100 }, (_, index) => leaf(index + 1, index));
    expect(composeBatch(leaves, undefined, keccak256)).to.deep.equal(composeBatch(leaves, undefined));
  });

  it("makes a batch when it is full or old, and never of nothing", () => {
    const policy = { maxLeaves: 10, maxAgeMs: 100 };
    expect(isBatchDue(policy, 0, 1_000)).to.equal(false);
    expect(isBatchDue(policy, 9, 99)).to.equal(false);
    expect(isBatchDue(policy, 10, 0)).to.equal(true);
    expect(isBatchDue(policy, 1, 100)).to.equal(true);
  });
});
