import { expect } from "chai";
import { describe, it } from "mocha";
import { CorrectionReason } from "../../protocol/index.js";
import { hashOf, testDevice } from "../protocol/support/devices.js";
import { HistoryWriter } from "../protocol/support/history.js";
import { reportOf } from "../protocol/support/verdict.js";
import { makeWorld } from "../protocol/support/world.js";

const device = testDevice("p256", "battery");
const stranger = testDevice("secp256k1", "stranger");

describe("attack: corrections of records that nobody has", () => {
  it("one lost record is not corrected under a hundred names, each a cycle that is not counted", () => {
    const writer = new HistoryWriter(device);
    const leaves = [writer.cycle(), writer.lose(1)];
    const { totals } = writer;
    const stated = { ...totals, numberOfFullCycles: totals.capacityThroughputMicroAh / 2_000_000n };
    // A hundred cycles of half the capacity, each signed as the correction of a record that never was.
    const laundered = Array.from({ length: 100 }, (_, at) =>
      writer.cycle({
        ...stated,
        supersedes: hashOf(`never was ${at}`),
        correctionReason: CorrectionReason.Calibration,
        dischargeMicroAh: 900_000n,
      }),
    );
    const { faults } = reportOf(makeWorld({ device, leaves: [...leaves, ...laundered] }, stranger));
    // One record was lost, so at most one of a hundred different originals can be among the lost.
    expect(faults.map(({ code }) => code)).to.include("CorrectionInvalid");
  });
});
