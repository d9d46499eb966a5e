import { expect } from "chai";
import { solidityPackedKeccak256 } from "ethers";
import fc from "fast-check";
import { describe, it } from "mocha";
import { decodeWords, encodeWords, nextHead, SettledWordsInvalid, ZERO_HASH } from "../../../protocol/index.js";
import { hash, uint64 } from "../support/arbitraries.js";

const UINT96 = fc.bigInt({ min: 0n, max: 2n ** 96n - 1n });
const NOTHING = { isGiven: false, isExact: false, flowWh: 0n, deliveredWh: 0n, owed: 0n };

const meter = fc.oneof(
  fc.constant(NOTHING),
  fc.record({ isGiven: fc.constant(true), isExact: fc.boolean(), flowWh: uint64, deliveredWh: uint64, owed: UINT96 }),
);
const grid = fc.record({ number: fc.integer({ min: 1, max: 2 ** 32 - 1 }), deliveredWh: uint64, owed: UINT96 });
const member = fc
  .tuple(meter, fc.option(grid))
  .map(([word, follows]) => ({ ...word, grid: word.isGiven ? follows : null }));
const interval = fc.record({ supplier: meter, members: fc.array(member, { maxLength: 8 }) });

describe("encodeWords", () => {
  it("is undone by decodeWords", () => {
    fc.assert(
      fc.property(interval, (said) => {
        expect(decodeWords(encodeWords(said))).to.deep.equal(said);
      }),
    );
  });

  it("lays a meter's and a grid supplier's word out as the contract writes them", () => {
    const supplier = { isGiven: true, isExact: true, flowWh: 1n, deliveredWh: 2n, owed: 3n };
    const words = encodeWords({ supplier, members: [{ ...supplier, grid: { number: 9, deliveredWh: 5n, owed: 6n } }] });
    expect(words.map((word) => word.toString(16).padStart(64, "0"))).to.deep.equal([
      `${"0000000000000001"}${"0000000000000002"}${"000000000000000000000003"}00000003`,
      `${"0000000000000001"}${"0000000000000002"}${"000000000000000000000003"}00000007`,
      `${"0000000000000005"}${"000000000000000000000006"}${"0000000000000000"}00000009`,
    ]);
  });
});

describe("decodeWords", () => {
  const given = 1n;
  const wrong: Record<string, bigint[]> = {
    "no words": [],
    "a number beyond a word": [1n << 256n],
    "a negative number": [-1n],
    "unused bits of a meter's word": [given | 8n],
    "a flow of a register that was not given": [1n << 192n],
    "a grid supplier's word after the supplier's": [given | 4n, 1n],
    "a grid supplier's word that is missing": [given, given | 4n],
    "a grid supplier's word without an agreement": [given, given | 4n, 1n << 192n],
    "unused bits of a grid supplier's word": [given, given | 4n, 1n | (1n << 32n)],
  };
  for (const [what, words] of Object.entries(wrong)) {
    it(`refuses ${what}`, () => expect(() => decodeWords(words)).to.throw(SettledWordsInvalid));
  }
});

describe("nextHead", () => {
  it("is what a contract's keccak256 of head, roster and end, and words is", () => {
    const roster = "0x00000000219ab540356cbb839cbe05303d7705fa";
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })), fc.nat(), hash, (words, endS, head) => {
        const second = (BigInt(roster) << 96n) | BigInt(endS);
        expect(nextHead(head, { roster, endS: BigInt(endS), words })).to.equal(
          solidityPackedKeccak256(["bytes32", "uint256", "uint256[]"], [head, second, words]),
        );
      }),
    );
  });

  it("refuses an end beyond uint48 and a roster that is no address", () => {
    expect(() => nextHead(ZERO_HASH, { roster: `0x${"00".repeat(20)}`, endS: 1n << 48n, words: [] })).to.throw("endS");
    expect(() => nextHead(ZERO_HASH, { roster: "0x", endS: 1n, words: [] })).to.throw("roster");
  });
});
