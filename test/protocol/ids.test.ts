import { expect } from "chai";
import { AbiCoder, concat, id, keccak256, toUtf8Bytes } from "ethers";
import fc from "fast-check";
import { describe, it } from "mocha";
import { commitmentOf, deviceIdOf, linkOf, passportIdOf, streamIdOf } from "../../protocol/index.js";
import { address, hash } from "./support/arbitraries.js";

const abi = AbiCoder.defaultAbiCoder();

describe("ids and links", () => {
  it("equal their definitions in Solidity's terms", () => {
    fc.assert(
      fc.property(address, address, hash, hash, (directory, account, first, second) => {
        const device = abi.encode(["address", "address", "bytes32"], [directory, account, first]);
        expect(deviceIdOf({ directory, organisation: account, commitment: first })).to.equal(keccak256(device));
        expect(streamIdOf(account, first)).to.equal(keccak256(abi.encode(["address", "bytes32"], [account, first])));
        expect(linkOf(first, second)).to.equal(keccak256(concat([first, second])));
      }),
    );
  });

  it("take text as UTF-8", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), hash, (text, salt) => {
        expect(passportIdOf(text)).to.equal(BigInt(id(text)));
        expect(commitmentOf(text, salt)).to.equal(keccak256(concat([toUtf8Bytes(text), salt])));
      }),
    );
  });
});
