import { keccak_256 } from "@noble/hashes/sha3.js";
import { expect } from "chai";
import { encodeRlp, keccak256 } from "ethers";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  type BlockHeader,
  bftHeaderOf,
  blockHashOf,
  decodeHeader,
  encodeHeader,
  HeaderHashDiffers,
  HeaderInvalid,
  headerOfAnswer,
  sealDigestOf,
} from "../../../protocol/bft/index.js";
import { type Hex, toHex } from "../../../protocol/index.js";
import { addressesOf, CONSENSUS, sealedBy, testValidators, unsealedHeader } from "./support/sealing.js";

const validators = testValidators(4);
const named = addressesOf(validators);

/** The members that a header has not before each fork. */
const FORKS: readonly (readonly [string, readonly (keyof BlockHeader)[]])[] = [
  [
    "Istanbul",
    ["baseFeePerGas", "withdrawalsRoot", "blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot", "requestsHash"],
  ],
  ["London", ["withdrawalsRoot", "blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot", "requestsHash"]],
  ["Shanghai", ["blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot", "requestsHash"]],
  ["Cancun", ["requestsHash"]],
  ["Prague", []],
];

const without = (header: BlockHeader, names: readonly string[]): BlockHeader =>
  Object.fromEntries(Object.entries(header).filter(([name]) => !names.includes(name))) as unknown as BlockHeader;

const quantity = (value: bigint) => `0x${value.toString(16)}`;

/** A node's answer about the header. */
function answerOf(header: BlockHeader, hash: Hex): Record<string, unknown> {
  const { ommersHash, beneficiary, timestampS, ...same } = header;
  const members = { ...same, sha3Uncles: ommersHash, miner: beneficiary, timestamp: timestampS };
  const shown = Object.entries(members).map(([name, value]) => [
    name,
    typeof value === "bigint" ? quantity(value) : value,
  ]);
  return { ...Object.fromEntries(shown), hash, size: "0x2f1", totalDifficulty: "0x4d3", transactions: [], uncles: [] };
}

describe("header", () => {
  for (const [fork, absent] of FORKS) {
    it(`writes and reads a header of ${fork}`, () => {
      const header = without(unsealedHeader("qbft", named), absent);
      expect(decodeHeader(encodeHeader(header))).to.deep.equal(header);
      expect(headerOfAnswer(answerOf(header, `0x${"00".repeat(32)}`))).to.deep.equal(header);
    });
  }

  it("has the hash of a known block of Ethereum's main chain", () => {
    // Block 1, https://etherscan.io/block/1: plain Ethereum hashes the whole header.
    const header: BlockHeader = {
      parentHash: "0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3",
      ommersHash: "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347",
      beneficiary: "0x05a56e2d52c817161883f50c441c3228cfe54d9f",
      stateRoot: "0xd67e4d450343046425ae4271474353857ab860dbc0a1dde64b41b5cd3a532bf3",
      transactionsRoot: "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421",
      receiptsRoot: "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421",
      logsBloom: `0x${"00".repeat(256)}`,
      difficulty: 0x3ff800000n,
      number: 1n,
      gasLimit: 5000n,
      gasUsed: 0n,
      timestampS: 1438269988n,
      extraData: "0x476574682f76312e302e302f6c696e75782f676f312e342e32",
      mixHash: "0x969b900de27b6ac6a67742365dd65f55a0526c41fd18e1b16f1a1215c2e66f59",
      nonce: "0x539bd4979fef1ec4",
    };
    expect(toHex(keccak_256(encodeHeader(header)))).to.equal(
      "0x88e96d4537bea4d9c05d12549907b32561d3bf31f45aae734cdc119f13406cb6",
    );
  });

  it("refuses a member of a later fork without the members before it", () => {
    const header = without(unsealedHeader("qbft", named), ["excessBlobGas"]);
    expect(() => encodeHeader(header)).to.throw(HeaderInvalid, "parentBeaconBlockRoot");
  });

  for (const consensus of CONSENSUS) {
    it(`leaves seals out of the seals' digest, and the round too out of the hash, ${consensus}`, () => {
      const header = unsealedHeader(consensus, named, { round: 3 });
      const sealed = sealedBy(consensus, header, validators);
      const first = unsealedHeader(consensus, named, { round: 0 });
      expect(sealDigestOf(consensus, sealed)).to.equal(sealDigestOf(consensus, header));
      expect(blockHashOf(consensus, sealed)).to.equal(blockHashOf(consensus, first));
      expect(sealDigestOf(consensus, sealed)).to.not.equal(sealDigestOf(consensus, first));
    });

    it(`hashes what Besu hashes, written with ethers, ${consensus}`, () => {
      const header = unsealedHeader(consensus, named, { round: 3 });
      const vanity = `0x${"00".repeat(32)}`;
      const isQbft = consensus === "qbft";
      const forSeals = isQbft ? [vanity, named, [], "0x03", []] : [vanity, named, "0x", "0x00000003"];
      const forHash = isQbft ? [vanity, named, [], "0x", []] : [vanity, named, "0x"];
      const hashWith = (extra: readonly (string | readonly string[])[]) =>
        toHex(keccak_256(encodeHeader({ ...header, extraData: encodeRlp(extra as string[]) as Hex })));
      expect(sealDigestOf(consensus, header)).to.equal(hashWith(forSeals));
      expect(blockHashOf(consensus, header)).to.equal(hashWith(forHash));
    });

    it(`hashes the genesis as it is, ${consensus}`, () => {
      const genesis = unsealedHeader(consensus, named, { number: 0n, round: 3 });
      expect(blockHashOf(consensus, genesis)).to.equal(keccak256(encodeHeader(genesis)));
    });

    it(`reads a node's answer whose hash is right, and refuses every other, ${consensus}`, () => {
      const header = sealedBy(consensus, unsealedHeader(consensus, named), validators);
      const hash = blockHashOf(consensus, header);
      const answer = answerOf(header, hash);
      expect(bftHeaderOf(consensus, answer)).to.deep.equal(header);
      expect(() => bftHeaderOf(consensus, { ...answer, gasUsed: "0x1" })).to.throw(HeaderHashDiffers);
      expect(() => bftHeaderOf(consensus, { ...answer, hash: undefined })).to.throw(HeaderInvalid);
      const other = consensus === "qbft" ? "ibft2" : "qbft";
      expect(() => bftHeaderOf(other, answer)).to.throw("extraData");
    });
  }

  const good = answerOf(unsealedHeader("qbft", named), `0x${"00".repeat(32)}`);
  const refused: readonly (readonly [string, unknown])[] = [
    ["null, which is what a node says of a block that it does not have", null],
    ["a text", "0x"],
    ["no state root", { ...good, stateRoot: undefined }],
    ["a state root of 31 bytes", { ...good, stateRoot: `0x${"00".repeat(31)}` }],
    ["a number with leading zeros", { ...good, number: "0x01" }],
    ["a number without digits", { ...good, gasLimit: "0x" }],
    ["a number that is a JSON number", { ...good, gasUsed: 5 }],
    ["a time of more than eight bytes", { ...good, timestamp: `0x1${"0".repeat(16)}` }],
    ["extra data of half bytes", { ...good, extraData: "0xabc" }],
  ];
  for (const [what, answer] of refused) {
    it(`refuses an answer with ${what}`, () => {
      expect(() => headerOfAnswer(answer)).to.throw(HeaderInvalid);
    });
  }

  it("decodes nothing that it would write otherwise", () => {
    const encoded = encodeHeader(sealedBy("qbft", unsealedHeader("qbft", named), validators));
    fc.assert(
      fc.property(fc.nat(encoded.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const changed = encoded.slice();
        changed[at] = byte;
        let header: BlockHeader;
        try {
          header = decodeHeader(changed);
        } catch (error) {
          expect(error).to.be.instanceOf(HeaderInvalid);
          return;
        }
        expect(toHex(encodeHeader(header))).to.equal(toHex(changed));
      }),
      { numRuns: 500 },
    );
    for (const cut of [0, 1, 2, 100, encoded.length - 1]) {
      expect(() => decodeHeader(encoded.subarray(0, cut))).to.throw(HeaderInvalid);
    }
  });
});
