import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  DuplicateLeaf,
  EmptyTree,
  fromHex,
  type Hex,
  InvalidHex,
  LeafNotInTree,
  leafOf,
  MerkleTree,
  toHex,
  verifyProof,
} from "../../../protocol/index.js";
import { hash } from "../support/arbitraries.js";
import { hashOf } from "../support/devices.js";

const values = (count: number) => Array.from({ length: count }, (_, index) => hashOf(`value ${index}`));

function expectEqualTrees(structHashes: readonly Hex[]): void {
  const reference = StandardMerkleTree.of(
    structHashes.map((value) => [value]),
    ["bytes32"],
  );
  const leaves = structHashes.map(leafOf);
  const tree = MerkleTree.of(leaves);
  expect(tree.root).to.equal(reference.root);
  expect(tree.count).to.equal(structHashes.length);
  leaves.forEach((leaf, index) => {
    expect(leaf).to.equal(reference.leafHash([structHashes[index] as Hex]));
    const proof = tree.proofOf(leaf);
    expect(proof).to.deep.equal(reference.getProof(index));
    expect(verifyProof({ root: tree.root, leaf, proof })).to.equal(true);
  });
}

describe("MerkleTree", () => {
  it("has the root and every proof of OpenZeppelin's StandardMerkleTree, 1 to 40 leaves", () => {
    for (let count = 1; count <= 40; count++) expectEqualTrees(values(count));
  });

  it("has them for any set of leaves", () => {
    fc.assert(fc.property(fc.uniqueArray(hash, { minLength: 1, maxLength: 70 }), expectEqualTrees), { numRuns: 40 });
  });

  it("sorts leaves that share their first bytes", () => {
    const leaves = [3, 0, 2, 1].map((last): Hex => `0x${"ab".repeat(31)}0${last}`);
    const reversed = MerkleTree.of([...leaves].reverse());
    expect(MerkleTree.of(leaves).root).to.equal(reversed.root);
    for (const leaf of leaves)
      expect(verifyProof({ root: reversed.root, leaf, proof: reversed.proofOf(leaf) })).to.equal(true);
  });

  it("of one leaf is that leaf, with an empty proof", () => {
    const leaf = leafOf(hashOf("alone"));
    const tree = MerkleTree.of([leaf]);
    expect(tree.root).to.equal(leaf);
    expect(tree.proofOf(leaf)).to.deep.equal([]);
  });

  it("refuses no leaves, a leaf twice, and malformed leaves", () => {
    const leaves = values(5).map(leafOf);
    expect(() => MerkleTree.of([])).to.throw(EmptyTree);
    expect(() => MerkleTree.of([...leaves, leaves[2] as Hex])).to.throw(DuplicateLeaf, leaves[2] as string);
    expect(() => MerkleTree.of(["0x12"])).to.throw(InvalidHex);
  });

  it("proves no leaf that it does not hold", () => {
    const tree = MerkleTree.of(values(6).map(leafOf));
    expect(() => tree.proofOf(leafOf(hashOf("absent")))).to.throw(LeafNotInTree);
    expect(() => tree.proofOf(tree.root)).to.throw(LeafNotInTree);
  });
});

describe("verifyProof", () => {
  const leaves = values(11).map(leafOf);
  const tree = MerkleTree.of(leaves);

  it("refuses a proof with any bit of it, of the leaf or of the root changed", () => {
    const flip = (value: Hex, bit: number): Hex => {
      const bytes = fromHex(value);
      bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
      return toHex(bytes);
    };
    fc.assert(
      fc.property(fc.nat(leaves.length - 1), fc.nat(255), fc.nat(), (which, bit, part) => {
        const leaf = leaves[which] as Hex;
        const parts = [tree.root, leaf, ...tree.proofOf(leaf)];
        const at = part % parts.length;
        const [root, changedLeaf, ...proof] = parts.map((value, index) => (index === at ? flip(value, bit) : value));
        expect(verifyProof({ root: root as Hex, leaf: changedLeaf as Hex, proof })).to.equal(false);
      }),
    );
  });

  it("refuses a proof cut short, extended or of another leaf", () => {
    const [leaf, other] = leaves as [Hex, Hex];
    const proof = tree.proofOf(leaf);
    expect(verifyProof({ root: tree.root, leaf, proof: proof.slice(0, -1) })).to.equal(false);
    expect(verifyProof({ root: tree.root, leaf, proof: [...proof, tree.root] })).to.equal(false);
    expect(verifyProof({ root: tree.root, leaf: other, proof })).to.equal(false);
  });
});
