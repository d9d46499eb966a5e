import { expect } from "chai";
import { describe, it } from "mocha";
import { type PublishedCounters, partOf } from "../../protocol/index.js";
import { testDevice } from "../protocol/support/devices.js";
import { HistoryWriter } from "../protocol/support/history.js";
import { reportOf } from "../protocol/support/verdict.js";
import { makeWorld } from "../protocol/support/world.js";

const device = testDevice("p256", "battery");
const stranger = testDevice("secp256k1", "stranger");

/** Five cycles; the keeper published the second's counters with seven deep discharges, which later records forget. */
function forgetful() {
  const writer = new HistoryWriter(device);
  const first = writer.cycle();
  writer.raise({ deepDischargeCount: 7n });
  const published = writer.cycle();
  if (published.record.type !== "ChargeCycle") throw new TypeError("a cycle is a cycle");
  writer.raise({ deepDischargeCount: 0n });
  const later = [writer.cycle(), writer.cycle(), writer.cycle()];
  const world = makeWorld({ device, leaves: [first, published, ...later] }, stranger);
  const counters: PublishedCounters = { device: device.device, sequence: 2n, counters: published.record.counters };
  const passports = world.roots.passports.map((each) => ({ ...each, counters }));
  return { bundle: world.bundle, roots: { ...world.roots, passports } };
}

describe("attack: harmful events that the chain knows", () => {
  it("are not forgotten in a part after the publication", () => {
    const { bundle, roots } = forgetful();
    const part = partOf(bundle, (entry) => "header" in entry && entry.header.sequence > 2n);
    const { faults, figures } = reportOf({ bundle: part, roots });
    expect(figures?.harmfulEvents?.now.deepDischargeCount ?? null).to.not.equal(0n);
    expect(faults.map(({ code }) => code)).to.include("PublishedCountersMismatch");
  });
});
