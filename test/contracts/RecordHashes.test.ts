import { expect } from "chai";
import fc from "fast-check";
import hre from "hardhat";
import { before, describe, it } from "mocha";
import { bodyHashOf, leafOf, structHashOf } from "../../protocol/index.js";
import type { RecordHashes } from "../../typechain-types/index.js";
import { chargeCycle, hash, meterReading } from "../protocol/support/arbitraries.js";

describe("records hashed by the contracts and by protocol", () => {
  let contracts: RecordHashes;
  before(async () => {
    const { ethers } = await hre.network.create("embedded");
    contracts = await ethers.deployContract("RecordHashes");
  });

  it("agree on any meter reading", () =>
    fc.assert(
      fc.asyncProperty(meterReading, async (reading) => {
        expect(await contracts.meterReading(reading)).to.equal(structHashOf(reading));
      }),
    ));

  it("agree on any charge cycle, its body hidden behind its hash", () =>
    fc.assert(
      fc.asyncProperty(chargeCycle, async (cycle) => {
        expect(await contracts.chargeCycle(cycle.header, bodyHashOf(cycle.body))).to.equal(structHashOf(cycle));
      }),
    ));

  it("agree on any leaf", () =>
    fc.assert(
      fc.asyncProperty(hash, async (structHash) => {
        expect(await contracts.leaf(structHash)).to.equal(leafOf(structHash));
      }),
    ));
});
