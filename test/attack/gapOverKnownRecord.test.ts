import { expect } from "chai";
import { describe, it } from "mocha";
import { type ArchivedLeaf, type Gap, isSignedRecord, type PublishedCounters } from "../../protocol/index.js";
import { testDevice } from "../protocol/support/devices.js";
import { HistoryWriter } from "../protocol/support/history.js";
import { replacedWorld } from "../protocol/support/replaced.js";
import { reportOf } from "../protocol/support/verdict.js";
import { makeWorld } from "../protocol/support/world.js";

const device = testDevice("p256", "first");
const second = testDevice("secp256k1", "second");
const stranger = testDevice("secp256k1", "stranger");
const codesOf = (world: Parameters<typeof reportOf>[0]) => reportOf(world).faults.map(({ code }) => code);

describe("attack: a gap over a record that the chain knows", () => {
  it("the last record that counts of a replaced device was a checkpoint: no gap can stand there", () => {
    const first = new HistoryWriter(device);
    const leaves: ArchivedLeaf[] = [first.cycle(), first.cycle(), first.lose(2)];
    const next = new HistoryWriter(second, first.totals);
    const continued = [next.cycle(), next.cycle()];
    // Only a checkpoint at record 4, proven on chain, gives `lastSequence` 4.
    const world = replacedWorld({
      devices: [device, second],
      leaves: [...leaves, ...continued],
      lastSequence: 4n,
      upTo: continued,
    });
    expect(codesOf(world)).to.deep.equal(["CheckpointMismatch"]);
  });

  it("the record that counters were published from was a checkpoint: no gap can stand there", () => {
    const writer = new HistoryWriter(device);
    const first = writer.cycle();
    const hidden = writer.cycle();
    if (hidden.record.type !== "ChargeCycle") throw new TypeError("a cycle is a cycle");
    const gap: Gap = { type: "Gap", device: device.device, fromSequence: 2n, toSequence: 2n, reason: 1 };
    const world = makeWorld({ device, leaves: [first, gap, writer.cycle()] }, stranger);
    const counters: PublishedCounters = { device: device.device, sequence: 2n, counters: hidden.record.counters };
    const passports = world.roots.passports.map((each) => ({ ...each, counters }));
    expect(world.batches.flatMap(({ leaves }) => leaves).filter(isSignedRecord)).to.not.include(hidden);
    expect(codesOf({ ...world, roots: { ...world.roots, passports } })).to.not.deep.equal([]);
  });
});
