import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import fc from "fast-check";
import hre from "hardhat";
import { describe, it } from "mocha";
import { deviceReplacementHash, type Hex, IntegerOutOfRange, ZERO_HASH } from "../../../protocol/index.js";

const TYPES = {
  DeviceReplacement: [
    { name: "passport", type: "uint256" },
    { name: "oldDevice", type: "bytes32" },
    { name: "lastSequence", type: "uint64" },
    { name: "newDevice", type: "bytes32" },
    { name: "firstSequence", type: "uint64" },
  ],
};
const uint = (bits: bigint) => fc.bigInt({ min: 0n, max: (1n << bits) - 1n });
const hash = uint(256n).map((value): Hex => `0x${value.toString(16).padStart(64, "0")}`);
const replacement = fc.record({
  passport: uint(256n),
  oldDevice: hash,
  lastSequence: uint(64n),
  newDevice: hash,
  firstSequence: uint(64n),
});

describe("a device's replacement hashed by protocol", () => {
  it("equals ethers' hash of any", () => {
    fc.assert(
      fc.property(replacement, (terms) => {
        expect(deviceReplacementHash(terms)).to.equal(TypedDataEncoder.from(TYPES).hash(terms));
      }),
    );
  });

  it("equals the contracts' hash of any", async () => {
    const { ethers } = await hre.network.create("embedded");
    const contracts = await ethers.deployContract("RecordHashes");
    await fc.assert(
      fc.asyncProperty(replacement, async ({ oldDevice, lastSequence, ...terms }) => {
        const call = { ...terms, oldSignature: "0x", newSignature: "0x", attestation: ZERO_HASH };
        const ours = deviceReplacementHash({ ...terms, oldDevice, lastSequence });
        expect(await contracts.deviceReplacement(call, oldDevice, lastSequence)).to.equal(ours);
      }),
    );
  });

  it("refuses integers beyond their type by name", () => {
    const good = { passport: 1n, oldDevice: ZERO_HASH, lastSequence: 1n, newDevice: ZERO_HASH, firstSequence: 1n };
    for (const passport of [-1n, 1n << 256n]) {
      expect(() => deviceReplacementHash({ ...good, passport })).to.throw(IntegerOutOfRange, /passport/);
    }
    for (const lastSequence of [-1n, 1n << 64n]) {
      expect(() => deviceReplacementHash({ ...good, lastSequence })).to.throw(IntegerOutOfRange, /lastSequence/);
    }
  });
});
