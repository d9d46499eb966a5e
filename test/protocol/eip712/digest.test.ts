import { createHash } from "node:crypto";
import { expect } from "chai";
import { getBytes, TypedDataEncoder } from "ethers";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  domainSeparator,
  IntegerOutOfRange,
  InvalidHex,
  keccakDigest,
  sha256Digest,
  signingPreimage,
  structHashOf,
  toHex,
} from "../../../protocol/index.js";
import { address, meterReading } from "../support/arbitraries.js";
import { TYPED_DATA } from "../support/typedData.js";

const chainId = fc.bigInt({ min: 1n, max: (1n << 63n) - 1n });

describe("domainSeparator", () => {
  it("equals ethers' for any chain and directory", () => {
    fc.assert(
      fc.property(chainId, address, (id, directory) => {
        const domain = { name: "Wattproof", version: "1", chainId: id, verifyingContract: directory };
        expect(domainSeparator({ chainId: id, directory })).to.equal(TypedDataEncoder.hashDomain(domain));
      }),
    );
  });

  it("refuses chain 0 and malformed addresses", () => {
    expect(() => domainSeparator({ chainId: 0n, directory: `0x${"11".repeat(20)}` })).to.throw(IntegerOutOfRange);
    expect(() => domainSeparator({ chainId: 1n, directory: "0x11" })).to.throw(InvalidHex);
  });
});

describe("signingPreimage and digests", () => {
  it("give what ethers signs, and SHA-256 of the same bytes", () => {
    fc.assert(
      fc.property(chainId, address, meterReading, (id, directory, reading) => {
        const domain = { name: "Wattproof", version: "1", chainId: id, verifyingContract: directory };
        const preimage = signingPreimage(domainSeparator({ chainId: id, directory }), structHashOf(reading));
        const types = TYPED_DATA.MeterReading ?? {};
        expect(toHex(keccakDigest(preimage))).to.equal(TypedDataEncoder.hash(domain, types, { ...reading }));
        const encoded = getBytes(TypedDataEncoder.encode(domain, types, { ...reading }));
        expect(toHex(sha256Digest(preimage))).to.equal(`0x${createHash("sha256").update(encoded).digest("hex")}`);
      }),
    );
  });
});
