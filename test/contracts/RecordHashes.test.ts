import { expect } from "chai";
import fc from "fast-check";
import hre from "hardhat";
import { before, describe, it } from "mocha";
import { countersHashOf, leafOf, measurementsHashOf, structHashOf } from "../../protocol/index.js";
import type { RecordHashes } from "../../typechain-types/index.js";
import { chargeCycle, cycleCounters, hash, meterReading } from "../protocol/support/arbitraries.js";
import { asSigned } from "../protocol/support/typedData.js";

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

  it("agree on any charge cycle, its measurements and counters hidden behind their hashes", () =>
    fc.assert(
      fc.asyncProperty(chargeCycle, async (cycle) => {
        const { header, measurements, counters } = cycle;
        const hashes = [measurementsHashOf(measurements), countersHashOf(counters)] as const;
        expect(await contracts.chargeCycle(header, ...hashes)).to.equal(structHashOf(cycle));
      }),
    ));

  it("agree on any counters, what was not measured as the largest word", () =>
    fc.assert(
      fc.asyncProperty(cycleCounters, async (counters) => {
        const words = asSigned("CycleCounters", counters) as unknown as Parameters<RecordHashes["counters"]>[0];
        expect(await contracts.counters(words)).to.equal(countersHashOf(counters));
      }),
    ));

  it("agree on any leaf", () =>
    fc.assert(
      fc.asyncProperty(hash, async (structHash) => {
        expect(await contracts.leaf(structHash)).to.equal(leafOf(structHash));
      }),
    ));
});
