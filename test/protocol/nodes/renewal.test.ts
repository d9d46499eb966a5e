import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import fc from "fast-check";
import { describe, it } from "mocha";
import { type NodeRenewal, nodeRenewalDigest, toHex } from "../../../protocol/index.js";

const TYPES = {
  NodeRenewal: [
    { name: "node", type: "address" },
    { name: "endpoint", type: "string" },
    { name: "certificateHash", type: "bytes32" },
    { name: "nonce", type: "uint64" },
  ],
};
const DOMAIN = { name: "Wattproof Nodes", version: "1", chainId: 20260n };

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map(toHex);
const renewals: fc.Arbitrary<NodeRenewal> = fc.record({
  node: bytes(20),
  endpoint: fc.string({ unit: "grapheme" }),
  certificateHash: bytes(32),
  nonce: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
});

describe("a node's renewal", () => {
  it("has the digest that ethers computes", () => {
    fc.assert(
      fc.property(renewals, (any) => {
        expect(toHex(nodeRenewalDigest(20260n, any))).to.equal(TypedDataEncoder.hash(DOMAIN, TYPES, any));
      }),
    );
  });

  it("refuses malformed members by name", () => {
    const renewal: NodeRenewal = {
      node: `0x${"ab".repeat(20)}`,
      endpoint: "10.0.0.1:30303",
      certificateHash: `0x${"cd".repeat(32)}`,
      nonce: 0n,
    };
    const digest = (part: object) => () => nodeRenewalDigest(20260n, { ...renewal, ...part });
    expect(digest({ node: "0x12" }))
      .to.throw()
      .with.property("code", "InvalidHex");
    expect(digest({ nonce: 1n << 64n }))
      .to.throw()
      .with.property("code", "IntegerOutOfRange");
  });
});
