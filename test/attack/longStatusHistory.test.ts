import { expect } from "chai";
import { describe, it } from "mocha";
import { versionsOf } from "../../identity/did/versions.js";
import { DeviceStatus, type Roots, verifyEvidence } from "../../protocol/index.js";
import { testDevice } from "../protocol/support/devices.js";
import { HistoryWriter } from "../protocol/support/history.js";
import { FIRST_ANCHOR_S, makeWorld } from "../protocol/support/world.js";

const CHANGES = 2_000;

/** Periods that count how often they are looked at: a machine's time is no measure. */
function watched(fromS: bigint) {
  let looks = 0;
  const statuses = Array.from({ length: CHANGES }, (_, at) => ({
    get sinceS() {
      looks += 1;
      return fromS + BigInt(at);
    },
    status: at % 2 === 0 ? DeviceStatus.Suspended : DeviceStatus.Active,
  }));
  return { statuses, looks: () => looks };
}

describe("attack: an organisation that suspends and reinstates its device every second", () => {
  it("does not make the DID resolver's work grow with the square", () => {
    const { statuses, looks } = watched(1n);
    versionsOf({ signers: [], statuses });
    expect(looks()).to.be.below(CHANGES * 50);
  });

  it("does not make every record cost as many steps as there were changes", () => {
    const device = testDevice("p256", "battery");
    const writer = new HistoryWriter(device);
    const leaves = Array.from({ length: 30 }, () => writer.cycle());
    const { bundle, roots } = makeWorld({ device, leaves }, testDevice("secp256k1", "stranger"));
    const later = watched(FIRST_ANCHOR_S + 500_000n);
    const devices = roots.devices.map((each) =>
      each.device === device.device
        ? { ...each, statuses: [...each.statuses, ...(later.statuses as Roots["devices"][number]["statuses"])] }
        : each,
    );
    expect(verifyEvidence({ bundle, roots: { ...roots, devices } }).ok).to.equal(true);
    expect(later.looks()).to.be.below(30 * 50);
  });
});
