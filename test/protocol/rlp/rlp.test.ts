import { expect } from "chai";
import { decodeRlp as decodeWithEthers, encodeRlp as encodeWithEthers } from "ethers";
import fc from "fast-check";
import { describe, it } from "mocha";
import { fromHex, toHex } from "../../../protocol/hex.js";
import { decodeRlp } from "../../../protocol/rlp/decodeRlp.js";
import { encodeRlp } from "../../../protocol/rlp/encodeRlp.js";
import { RlpInvalid } from "../../../protocol/rlp/errors.js";
import type { RlpItem } from "../../../protocol/rlp/item.js";
import { quantityBytes, quantityOf } from "../../../protocol/rlp/quantities.js";

type HexItem = string | HexItem[];

const { item: anyItem } = fc.letrec<{ item: RlpItem }>((tie) => ({
  item: fc.oneof(
    { depthSize: "small", maxDepth: 8 },
    fc.uint8Array({ maxLength: 70 }),
    fc.uint8Array({ minLength: 250, maxLength: 300 }),
    fc.array(tie("item"), { maxLength: 6 }),
  ),
}));

const inHex = (item: RlpItem): HexItem => (item instanceof Uint8Array ? toHex(item) : item.map(inHex));
const outOfHex = (item: HexItem): RlpItem => (typeof item === "string" ? fromHex(item) : item.map(outOfHex));

describe("RLP", () => {
  it("encodes as ethers does, and decodes what it encodes", () => {
    fc.assert(
      fc.property(anyItem, (item) => {
        const encoded = encodeRlp(item);
        expect(toHex(encoded)).to.equal(encodeWithEthers(inHex(item)));
        expect(inHex(decodeRlp(encoded))).to.deep.equal(inHex(item));
      }),
      { numRuns: 300 },
    );
  });

  it("takes no two texts for one item: what it decodes, it encodes to the same bytes, and ethers reads the same", () => {
    const mutated = fc.tuple(anyItem, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([item, at, byte]) => {
      const bytes = encodeRlp(item).slice();
      bytes[at % bytes.length] = byte;
      return bytes;
    });
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 80 })), (bytes) => {
        let item: RlpItem;
        try {
          item = decodeRlp(bytes);
        } catch (error) {
          expect(error).to.be.instanceOf(RlpInvalid);
          return;
        }
        taken++;
        expect(toHex(encodeRlp(item))).to.equal(toHex(bytes));
        expect(inHex(item)).to.deep.equal(inHex(outOfHex(decodeWithEthers(toHex(bytes)))));
      }),
      { numRuns: 2000 },
    );
    expect(taken).to.be.greaterThan(100);
  });

  const refused: readonly (readonly [string, string])[] = [
    ["nothing", "0x"],
    ["a byte after the end", "0x8000"],
    ["a single byte with a length", "0x8105"],
    ["a text cut short", "0x83aabb"],
    ["a list cut short", "0xc3aabb"],
    ["an item that reaches over its list's end", "0xc283aabbcc"],
    ["a short text with a long length", `0xb837${"aa".repeat(55)}`],
    ["a short list with a long length", `0xf837${"aa".repeat(55)}`],
    ["a length with a leading zero", `0xb90038${"aa".repeat(56)}`],
    ["a length of more than four bytes", "0xbb0100000000"],
    ["a length of eight bytes of ones", "0xbfffffffffffffffff"],
    ["a length whose own bytes are missing", "0xf9"],
  ];
  for (const [what, bytes] of refused) {
    it(`refuses ${what}`, () => {
      expect(() => decodeRlp(fromHex(bytes))).to.throw(RlpInvalid);
    });
  }

  it("refuses lists deeper than any header or proof has them, however long", () => {
    const nest = (depth: number): RlpItem => (depth === 0 ? [] : [nest(depth - 1)]);
    expect(decodeRlp(encodeRlp(nest(15)))).to.be.an("array");
    expect(() => decodeRlp(encodeRlp(nest(16)))).to.throw(RlpInvalid);
    expect(() => decodeRlp(new Uint8Array(1_000_000).fill(0xc1))).to.throw(RlpInvalid);
  });

  it("writes numbers without leading zeros and reads no others", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }), (value) => {
        expect(quantityOf(quantityBytes(value), 32)).to.equal(value);
      }),
    );
    expect(toHex(quantityBytes(0n))).to.equal("0x");
    expect(quantityOf(fromHex("0x0001"), 8)).to.equal(undefined);
    expect(quantityOf(fromHex("0x00"), 8)).to.equal(undefined);
    expect(quantityOf(fromHex("0x010000000000000000"), 8)).to.equal(undefined);
  });
});
