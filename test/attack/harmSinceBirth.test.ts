import { expect } from "chai";
import { describe, it } from "mocha";
import { partOf } from "../../protocol/index.js";
import { describeEvidence } from "../../scripts/commands/evidenceWords.js";
import { testDevice } from "../protocol/support/devices.js";
import { HistoryWriter } from "../protocol/support/history.js";
import { replacedWorld } from "../protocol/support/replaced.js";
import { reportOf } from "../protocol/support/verdict.js";

const devices = [testDevice("p256", "first"), testDevice("secp256k1", "second")] as const;

describe("attack: harmful events of a time that nobody measured", () => {
  it("are not zero since birth because a later device began to count", () => {
    const first = new HistoryWriter(devices[0]);
    first.raise({ deepDischargeCount: null });
    // Far below the passport's limit, and the device has no total of such.
    const deep = [first.cycle({ voltageMinMicroV: 500_000n }), first.cycle({ voltageMinMicroV: 500_000n })];
    const second = new HistoryWriter(devices[1], { ...first.totals, deepDischargeCount: 0n });
    const continued = [second.cycle(), second.cycle()];
    const leaves = [...deep, ...continued];
    const report = reportOf(replacedWorld({ devices, leaves, lastSequence: 2n, upTo: continued }));
    expect(report.faults).to.deep.equal([]);
    expect(report.figures?.counters?.since.deepDischargeCount).to.equal(null);
    // BatteryPassport.publishCounters refuses such a total, "whose total since birth nobody knows any more".
    expect(report.figures?.harmfulEvents?.since.deepDischargeCount).to.equal(null);
    expect(describeEvidence(report).join("\n")).to.not.match(/since birth: deep discharges 0/);
  });

  it("are not said to be since birth in a part, which knows of no device before its own", () => {
    const first = new HistoryWriter(devices[0]);
    first.raise({ deepDischargeCount: null });
    const deep = [first.cycle({ voltageMinMicroV: 500_000n })];
    const second = new HistoryWriter(devices[1], { ...first.totals, deepDischargeCount: 0n });
    const continued = [second.cycle(), second.cycle()];
    const world = replacedWorld({ devices, leaves: [...deep, ...continued], lastSequence: 1n, upTo: continued });
    const bundle = partOf(world.bundle, (entry) => "header" in entry && entry.header.device === devices[1].device);
    const report = reportOf({ bundle, roots: world.roots });
    expect(report.faults).to.deep.equal([]);
    const words = describeEvidence(report).join("\n");
    expect(words).to.include("by its device's count: deep discharges 0 (0 here)");
    expect(words).to.not.include("harmful events since birth");
  });
});
