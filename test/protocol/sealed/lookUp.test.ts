import { keccak_256 } from "@noble/hashes/sha3.js";
import { expect } from "chai";
import { encodeRlp, hexlify } from "ethers";
import fc from "fast-check";
import { describe, it } from "mocha";
import { fromHex, toHex } from "../../../protocol/index.js";
import {
  EMPTY_TRIE,
  lookUp,
  ProofNodeInvalid,
  ProofNodeMissing,
  ProofNodeUnused,
  Witness,
} from "../../../protocol/sealed/index.js";
import { pathOf, referenceTrie } from "./support/referenceTrie.js";

const what = "a value";

function witnessOf(nodes: readonly Uint8Array[]): Witness {
  const witness = new Witness();
  for (const node of nodes) witness.add(node);
  return witness;
}

/** Keys of few bytes, so that paths meet often; values from one byte, so that nodes lie within nodes. */
const anyPairs = fc.uniqueArray(
  fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 2 }), fc.uint8Array({ minLength: 1, maxLength: 40 })),
  {
    selector: ([key]) => hexlify(key),
    minLength: 1,
    maxLength: 60,
  },
);
const trieOf = (pairs: readonly (readonly [Uint8Array, Uint8Array])[]) =>
  referenceTrie(new Map(pairs.map(([key, value]) => [pathOf(key), value])));

describe("lookUp in a trie", () => {
  it("finds every value, and proves the absence of every other", () => {
    fc.assert(
      fc.property(
        anyPairs,
        fc.array(fc.uint8Array({ minLength: 3, maxLength: 3 }), { maxLength: 20 }),
        (pairs, others) => {
          const { root, nodes } = trieOf(pairs);
          const find = (key: Uint8Array) => lookUp({ root, key: keccak_256(key), witness: witnessOf(nodes), what });
          for (const [key, value] of pairs) expect(find(key)).to.deep.equal(value);
          for (const key of others) expect(find(key)).to.equal(undefined);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("needs each node on the way, and no other", () => {
    fc.assert(
      fc.property(anyPairs, fc.nat(), (pairs, which) => {
        const { root, nodes } = trieOf(pairs);
        const [key] = pairs[which % pairs.length] as (typeof pairs)[0];
        const whole = witnessOf(nodes);
        lookUp({ root, key: keccak_256(key), witness: whole, what });
        const used = whole.used();
        const lean = witnessOf(used);
        expect(lookUp({ root, key: keccak_256(key), witness: lean, what })).to.not.equal(undefined);
        lean.requireUsed();
        used.forEach((_, left) => {
          const cut = witnessOf(used.filter((_, index) => index !== left));
          expect(() => lookUp({ root, key: keccak_256(key), witness: cut, what })).to.throw(ProofNodeMissing);
        });
        if (used.length < nodes.length) expect(() => whole.requireUsed()).to.throw(ProofNodeUnused);
      }),
      { numRuns: 60 },
    );
  });

  it("is deceived by no changed node", () => {
    fc.assert(
      fc.property(anyPairs, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), (pairs, which, at, change) => {
        const { root, nodes } = trieOf(pairs);
        const [key] = pairs[which % pairs.length] as (typeof pairs)[0];
        const whole = witnessOf(nodes);
        lookUp({ root, key: keccak_256(key), witness: whole, what });
        const used = whole.used();
        const changed = used.map((node, index) => (index === which % used.length ? flipped(node, at, change) : node));
        expect(() => lookUp({ root, key: keccak_256(key), witness: witnessOf(changed), what })).to.throw(
          ProofNodeMissing,
        );
      }),
      { numRuns: 60 },
    );
  });

  it("proves by no node at all that nothing is in a trie of nothing", () => {
    const witness = witnessOf([]);
    expect(lookUp({ root: EMPTY_TRIE, key: keccak_256(new Uint8Array()), witness, what })).to.equal(undefined);
    witness.requireUsed();
    expect(toHex(keccak_256(fromHex("0x80")))).to.equal(EMPTY_TRIE);
  });

  const key = new Uint8Array(32).fill(0xab);
  const nibbles = "ab".repeat(32);
  const hash = (byte: string) => `0x${byte.repeat(32)}`;
  const branch = (children: Readonly<Record<number, unknown>>, value: unknown = "0x") => [
    ...Array.from({ length: 16 }, (_, index) => children[index] ?? "0x"),
    value,
  ];
  const look = (...nodes: readonly (readonly unknown[] | string | Uint8Array)[]) => {
    const encoded = nodes.map((node) => (node instanceof Uint8Array ? node : fromHex(encodeRlp(node as string[]))));
    const root = toHex(keccak_256(encoded[0] as Uint8Array));
    return lookUp({ root, key, witness: witnessOf(encoded), what });
  };
  const hashOf = (node: unknown) => hexlify(keccak_256(fromHex(encodeRlp(node as string[]))));

  it("reads leaves at the end of an even and of an odd path", () => {
    expect(look([`0x20${nibbles}`, "0x05"])).to.deep.equal(Uint8Array.of(5));
    const leaf = [`0x3${nibbles.slice(1)}`, "0x05"];
    expect(look(branch({ 10: hashOf(leaf), 2: hash("02") }), leaf)).to.deep.equal(Uint8Array.of(5));
    expect(look([`0x20${"ab".repeat(31)}ac`, "0x05"])).to.equal(undefined);
  });

  const refused: readonly (readonly [string, readonly (readonly unknown[] | string | Uint8Array)[]])[] = [
    ["what is no list", ["0x1234"]],
    ["a node of three items", [["0x20", "0x05", "0x05"]]],
    ["no path", [["0x", "0x05"]]],
    ["a path with an unknown flag", [[`0x40${nibbles}`, "0x05"]]],
    ["an even path that is filled up with something", [[`0x2f${nibbles}`, "0x05"]]],
    ["a path that is a list", [[[], "0x05"]]],
    ["a leaf without a value", [[`0x20${nibbles}`, "0x"]]],
    ["a leaf whose value is a list", [[`0x20${nibbles}`, []]]],
    ["a leaf of a shorter key", [["0x20abab", "0x05"]]],
    ["a leaf of a longer key", [[`0x20${nibbles}ab`, "0x05"]]],
    ["an extension of nothing", [["0x00", hash("01")]]],
    ["an extension as long as a key", [[`0x00${nibbles}`, hash("01")]]],
    ["an extension that leads to bytes that are no hash", [["0x00ab", "0x0102"]]],
    ["an extension that leads to nowhere", [["0x00ab", "0x"]]],
    ["an extension that leads to a leaf within itself", [["0x00ab", ["0x20abab", "0x05"]]]],
    ["a branch with a value of its own", [branch({ 1: hash("01"), 2: hash("02") }, "0x05")]],
    ["a branch with one child", [branch({ 10: hash("01") })]],
    ["a branch with none", [branch({})]],
    ["a child of 31 bytes", [branch({ 1: `0x${"01".repeat(31)}`, 2: hash("02") })]],
    ["a child of 33 bytes", [branch({ 1: `0x${"01".repeat(33)}`, 2: hash("02") })]],
    ["a child written out that is longer than its hash", [branch({ 1: ["0x20ab", hash("01")], 2: hash("02") })]],
    ["a node with a byte after its end", [Uint8Array.of(...fromHex(encodeRlp([`0x20${nibbles}`, "0x05"])), 0)]],
    ["a node of more than a kilobyte", [[`0x20${nibbles}`, `0x${"01".repeat(1024)}`]]],
  ];
  for (const [name, nodes] of refused) {
    it(`refuses ${name}`, () => {
      expect(() => look(...nodes)).to.throw(ProofNodeInvalid);
    });
  }

  it("refuses a node behind a hash that is short enough to be written out", () => {
    const leaf = ["0x20ab", "0x05"];
    const parent = branch({ 10: hashOf(leaf), 2: hash("02") });
    expect(() => look(parent, leaf)).to.throw(ProofNodeInvalid, "shorter than its hash");
  });

  it("refuses an extension behind an extension", () => {
    const inner = [`0x00${"ab".repeat(20)}`, hash("07")];
    expect(() => look(["0x00ab", hashOf(inner)], inner)).to.throw(ProofNodeInvalid, "branch");
  });

  it("comes to an end where a trie is deeper than any key", () => {
    const levels = [branch({ 10: hash("01"), 11: hash("02") })];
    for (let depth = 0; depth < 70; depth++) {
      const child = hashOf(levels[0]);
      levels.unshift(branch({ 10: child, 11: child }));
    }
    expect(() => look(...levels)).to.throw(ProofNodeInvalid, "longer than any key");
  });
});

function flipped(node: Uint8Array, at: number, change: number): Uint8Array {
  const copy = node.slice();
  copy[at % copy.length] = (copy[at % copy.length] as number) ^ change;
  return copy;
}
