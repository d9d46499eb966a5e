import { SimpleMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import fc from "fast-check";
import { createKeccak } from "hash-wasm";
import { describe, it } from "mocha";
import {
  DuplicateLeaf,
  EmptyTree,
  HashesCutShort,
  type Hex,
  type Keccak256,
  leafOf,
  leavesOf,
  MerkleTree,
  toHex,
} from "../../../protocol/index.js";
import { hashOf } from "../support/devices.js";

const HASH_BYTES = 32;

const hasher = await createKeccak(256);
const inWebAssembly: Keccak256 = (bytes) => hasher.init().update(bytes).digest("binary");

/** Bytes that only depend on `seed`, one hash after the other; nearly surely all different. */
function spread(count: number, seed: number): Uint8Array {
  const words = new Uint32Array(8 * count);
  let state = seed | 1;
  for (let index = 0; index < words.length; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[index] = state;
  }
  return new Uint8Array(words.buffer);
}

const hexes = (hashes: Uint8Array): Hex[] =>
  Array.from({ length: hashes.length / HASH_BYTES }, (_, index) =>
    toHex(hashes.subarray(HASH_BYTES * index, HASH_BYTES * (index + 1))),
  );

/** Holds the tree of `hashes` against OpenZeppelin's: the root, and every `step`th proof. */
function expectEqualTrees(hashes: Uint8Array, step = 1): void {
  const leaves = hexes(hashes);
  const reference = SimpleMerkleTree.of(leaves);
  for (const tree of [MerkleTree.ofHashes(hashes), MerkleTree.ofHashes(hashes, inWebAssembly), MerkleTree.of(leaves)]) {
    expect(tree.root).to.equal(reference.root);
    expect(tree.count).to.equal(leaves.length);
    for (let index = 0; index < leaves.length; index += step)
      expect(tree.proofOf(leaves[index] as Hex)).to.deep.equal(reference.getProof(index));
  }
}

describe("MerkleTree.ofHashes", () => {
  it("has the root and every proof of OpenZeppelin's SimpleMerkleTree, 1 to 300 leaves", () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer());
    fc.assert(
      fc.property(sizes, ([count, seed]) => expectEqualTrees(spread(count, seed))),
      { numRuns: 60 },
    );
  });

  it("has them for some thousand leaves", () => {
    const sizes = fc.tuple(fc.integer({ min: 1_000, max: 6_000 }), fc.integer());
    fc.assert(
      fc.property(sizes, ([count, seed]) => expectEqualTrees(spread(count, seed), 97)),
      { numRuns: 3 },
    );
  });

  it("has them for leaves that are alike but for any few bytes", () => {
    const alike = fc.uniqueArray(fc.tuple(fc.nat(31), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 200,
      selector: ([at, value]) => 256 * at + value,
    });
    fc.assert(
      fc.property(alike, (changes) => {
        const hashes = new Uint8Array(HASH_BYTES * changes.length).fill(0x7f);
        changes.forEach(([at, value], index) => {
          hashes[HASH_BYTES * index + at] = 0x7f ^ value;
        });
        expectEqualTrees(hashes);
      }),
      { numRuns: 30 },
    );
  });

  it("sorts ten thousand leaves that share their first thirty bytes", () => {
    const count = 10_000;
    const hashes = new Uint8Array(HASH_BYTES * count);
    for (let index = 0; index < count; index++) {
      const shuffled = (index * 7_919) % count;
      hashes.set([shuffled >> 8, shuffled & 0xff], HASH_BYTES * index + 30);
    }
    expectEqualTrees(hashes, 997);
  });

  it("reads bytes wherever they begin, and leaves them as they were", () => {
    const hashes = spread(9, 5);
    const { root } = MerkleTree.ofHashes(hashes);
    for (let offset = 0; offset < 5; offset++) {
      const shifted = Buffer.alloc(offset + hashes.length).subarray(offset);
      shifted.set(hashes);
      expect(MerkleTree.ofHashes(shifted).root).to.equal(root);
      expect(hexes(shifted)).to.deep.equal(hexes(hashes));
    }
  });

  it("refuses a leaf twice, wherever the two stand", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200 }), fc.nat(), fc.nat(), (count, one, other) => {
        const [from, to] = [one % count, other % count];
        fc.pre(from !== to);
        const hashes = spread(count, count);
        hashes.copyWithin(HASH_BYTES * to, HASH_BYTES * from, HASH_BYTES * (from + 1));
        expect(() => MerkleTree.ofHashes(hashes)).to.throw(DuplicateLeaf, hexes(hashes)[from] as string);
      }),
    );
  });

  it("refuses no leaves, and bytes that are no whole number of leaves", () => {
    expect(() => MerkleTree.ofHashes(new Uint8Array())).to.throw(EmptyTree);
    for (const length of [1, 31, 33, 95]) {
      expect(() => MerkleTree.ofHashes(new Uint8Array(length)))
        .to.throw(HashesCutShort)
        .with.deep.property("facts", { lengthBytes: length });
    }
  });
});

describe("leavesOf", () => {
  it("is leafOf of each, with either keccak-256", () => {
    const values = Array.from({ length: 20 }, (_, index) => hashOf(`value ${index}`));
    for (const keccak256 of [undefined, inWebAssembly])
      expect(hexes(leavesOf(values, keccak256))).to.deep.equal(values.map(leafOf));
  });
});
