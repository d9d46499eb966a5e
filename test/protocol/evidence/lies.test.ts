import { expect } from "chai";
import { describe, it } from "mocha";
import {
  type ArchivedLeaf,
  type CheckpointRoot,
  type EvidenceFault,
  type Gap,
  type Roots,
  structHashOfLeaf,
  verifyEvidence,
} from "../../../protocol/index.js";
import { hashOf, testDevice } from "../support/devices.js";
import { type CycleChanges, HistoryWriter, TEST_PASSPORT } from "../support/history.js";
import { reportOf } from "../support/verdict.js";
import { FIRST_ANCHOR_S, makeWorld } from "../support/world.js";

/** What is signed and anchored as it should be, and still not true or not acceptable. */
const device = testDevice("p256", "battery");
const stranger = testDevice("secp256k1", "stranger");

function faultsOf(
  leaves: readonly ArchivedLeaf[],
  change: (roots: Roots) => Roots = (roots) => roots,
): EvidenceFault[] {
  const { bundle, roots } = makeWorld({ device, leaves }, stranger);
  return [...reportOf({ bundle, roots: change(roots) }).faults];
}

const codes = (faults: readonly EvidenceFault[]) => faults.map(({ code, sequence }) => [code, sequence]);

describe("a device that lies about its counters", () => {
  const cases: [string, CycleChanges][] = [
    ["fewer charges", { chargeCount: 4n }],
    ["more charges", { chargeCount: 6n }],
    ["fewer discharges", { dischargeCount: 3n }],
    ["more discharges", { dischargeCount: 5n }],
    ["less energy", { energyThroughputMicroWh: 1n }],
    ["more energy", { energyThroughputMicroWh: 1n << 40n }],
    ["less throughput", { capacityThroughputMicroAh: 1_999_999n, numberOfFullCycles: 0n }],
    ["more throughput", { capacityThroughputMicroAh: 90_000_000n, numberOfFullCycles: 45n }],
    ["fewer full cycles", { numberOfFullCycles: 0n }],
    ["more full cycles", { numberOfFullCycles: 2n }],
  ];
  for (const [what, changes] of cases) {
    it(`is refused as CounterMismatch for ${what}`, () => {
      const writer = new HistoryWriter(device);
      const faults = faultsOf([writer.cycle(), writer.cycle(changes)]);
      expect(faults.length).to.be.greaterThan(0);
      for (const { code, sequence } of faults) expect([code, sequence]).to.deep.equal(["CounterMismatch", 2n]);
    });
  }

  it("is refused for not counting the factory's cycles", () => {
    const faults = faultsOf([new HistoryWriter(device).cycle({ chargeCount: 1n, dischargeCount: 1n })]);
    expect(codes(faults)).to.deep.equal([
      ["CounterMismatch", 1n],
      ["CounterMismatch", 1n],
    ]);
  });

  it("is caught again where it goes back to the truth", () => {
    const writer = new HistoryWriter(device);
    const faults = faultsOf([writer.cycle(), writer.cycle({ chargeCount: 9n }), writer.cycle()]);
    expect(new Set(faults.map(({ sequence }) => sequence))).to.deep.equal(new Set([2n, 3n]));
  });
});

describe("counters after a gap", () => {
  const afterGap = (changes: CycleChanges) => {
    const writer = new HistoryWriter(device);
    return faultsOf([writer.cycle(), writer.lose(2), writer.cycle(changes)]);
  };

  it("may be as much higher as the lost records allow", () => {
    expect(afterGap({})).to.deep.equal([]);
  });

  it("may stand still if what was lost were no cycles", () => {
    const writer = new HistoryWriter(device);
    const first = writer.cycle();
    const lost = [writer.sensor(), writer.sensor()];
    const gap: Gap = { type: "Gap", device: device.device, fromSequence: 2n, toSequence: 3n, reason: 1 };
    expect(lost.length).to.equal(2);
    expect(faultsOf([first, gap, writer.cycle()])).to.deep.equal([]);
  });

  it("never go down, and never up by more than was lost", () => {
    const down = { chargeCount: 4n, dischargeCount: 3n };
    const tooFar = { chargeCount: 8n, dischargeCount: 7n };
    const apart = { chargeCount: 7n, dischargeCount: 5n };
    const throughput = { energyThroughputMicroWh: 6_000_000n };
    for (const changes of [down, tooFar, apart, throughput]) {
      const faults = afterGap(changes);
      expect(faults.map(({ code }) => code)).to.include("CounterMismatch");
    }
  });
});

describe("gaps and the checkpoint", () => {
  it("a published gap over a record that arrived is refused as GapContradicted", () => {
    const writer = new HistoryWriter(device);
    const leaves = [writer.cycle(), writer.cycle(), writer.cycle()];
    const gap: Gap = { type: "Gap", device: device.device, fromSequence: 2n, toSequence: 2n, reason: 1 };
    const faults = faultsOf([...leaves, gap]);
    expect(codes(faults)).to.deep.include.members([["GapContradicted", 2n]]);
  });

  it("published gaps that overlap are refused as RecordsOutOfOrder", () => {
    const writer = new HistoryWriter(device);
    const first = writer.cycle();
    const gap = writer.lose(3);
    const faults = faultsOf([first, gap, { ...gap, fromSequence: 3n }, writer.cycle()]);
    expect(codes(faults)).to.deep.equal([["RecordsOutOfOrder", 3n]]);
  });

  it("a gap over the checkpoint is refused as CheckpointMismatch", () => {
    const writer = new HistoryWriter(device);
    const leaves = [writer.cycle(), writer.lose(1), writer.cycle()];
    const checkpoint = {
      device: device.device,
      sequence: 2n,
      recordHash: hashOf("the record of the checkpoint"),
      countersHash: hashOf("its counters"),
    };
    const faults = faultsOf(leaves, (roots) => withCheckpoint(roots, checkpoint));
    expect(codes(faults)).to.deep.equal([["CheckpointMismatch", 2n]]);
  });

  it("a history that the checkpoint does not lie on is refused as CheckpointMismatch", () => {
    const told = new HistoryWriter(device);
    const hidden = new HistoryWriter(device);
    const [first, second] = [hidden.cycle(), hidden.cycle({ chargeMicroAh: 5n })];
    expect(first.record.header.sequence).to.equal(1n);
    const checkpoint = {
      device: device.device,
      sequence: 2n,
      recordHash: structHashOfLeaf(second),
      countersHash: hashOf("its counters"),
    };
    const faults = faultsOf([told.cycle(), told.cycle()], (roots) => withCheckpoint(roots, checkpoint));
    expect(codes(faults)).to.deep.equal([["CheckpointMismatch", 2n]]);
  });

  it("a checkpoint of a device that is not bound is refused as CheckpointMismatch", () => {
    const checkpoint = {
      device: stranger.device,
      sequence: 1n,
      recordHash: hashOf("any"),
      countersHash: hashOf("any"),
    };
    const { bundle, roots } = makeWorld({ device, leaves: [new HistoryWriter(device).cycle()] }, stranger);
    // A roots file that says so is refused as it is read; roots may come from elsewhere.
    const { faults } = verifyEvidence({ bundle, roots: withCheckpoint(roots, checkpoint) });
    expect(codes(faults)).to.deep.equal([["CheckpointMismatch", 1n]]);
  });

  it("two signed records of one sequence are refused as Equivocation, wherever the second comes", () => {
    const [told, forked] = [new HistoryWriter(device), new HistoryWriter(device)];
    const first = told.cycle();
    forked.cycle();
    const [second, other] = [told.cycle(), forked.cycle({ chargeMicroAh: 5n })];
    for (const leaves of [
      [first, second, other],
      [first, second, told.cycle(), told.sensor(), other],
    ]) {
      const faults = faultsOf(leaves, (roots) => withCheckpoint(roots, null));
      expect(codes(faults)[0]).to.deep.equal(["Equivocation", 2n]);
      expect(faults[0]?.message).to.include(structHashOfLeaf(second)).and.to.include(structHashOfLeaf(other));
    }
  });

  it("a second record of one sequence that the device did not sign is no equivocation", () => {
    const told = new HistoryWriter(device);
    const [first, second] = [told.cycle(), told.cycle()];
    const forged = { ...second, record: { ...second.record, header: { ...second.record.header, timestampS: 7n } } };
    const faults = faultsOf([first, second, forged], (roots) => withCheckpoint(roots, null));
    expect(codes(faults)).to.deep.include.members([
      ["RecordDuplicated", 2n],
      ["SignatureInvalid", 2n],
    ]);
    expect(faults.map(({ code }) => code)).not.to.include("Equivocation");
  });
});

describe("what the chain says of the device and its batches", () => {
  const leaves = () => {
    const writer = new HistoryWriter(device);
    return [writer.cycle(), writer.cycle(), writer.cycle(), writer.cycle()];
  };
  const withStatus =
    (status: 3 | 4, sinceS: bigint) =>
    (roots: Roots): Roots => ({
      ...roots,
      devices: roots.devices.map((each) =>
        each.device === device.device ? { ...each, statuses: [...each.statuses, { sinceS, status }] } : each,
      ),
    });

  it("records anchored after a revocation or suspension are refused as DeviceNotActive", () => {
    for (const status of [3, 4] as const) {
      const faults = faultsOf(leaves(), withStatus(status, FIRST_ANCHOR_S + 1n));
      expect(codes(faults)).to.deep.equal([["DeviceNotActive", 4n]]);
    }
  });

  it("records anchored before a revocation stay good", () => {
    expect(faultsOf(leaves(), withStatus(4, FIRST_ANCHOR_S + 3_601n))).to.deep.equal([]);
  });

  it("records anchored before the device enrolled are refused", () => {
    const faults = faultsOf(leaves(), (roots) => ({
      ...roots,
      devices: roots.devices.map((each) => ({ ...each, signers: [], statuses: [] })),
    }));
    expect(new Set(faults.map(({ code }) => code))).to.deep.equal(new Set(["DeviceNotActive", "SignatureInvalid"]));
  });

  it("a batch that was never anchored is refused once, at its first record", () => {
    const faults = faultsOf(leaves(), (roots) => ({ ...roots, batches: roots.batches.slice(1) }));
    expect(codes(faults)).to.deep.equal([["RootNotAnchored", 1n]]);
  });

  it("records from before the binding are refused as DeviceNotBound", () => {
    const faults = faultsOf(leaves(), (roots) => ({
      ...roots,
      passports: roots.passports.map((each) => ({
        ...each,
        bindings: each.bindings.map((binding) => ({ ...binding, firstSequence: 3n })),
      })),
    }));
    expect(codes(faults).slice(0, 2)).to.deep.equal([
      ["DeviceNotBound", 1n],
      ["DeviceNotBound", 2n],
    ]);
  });

  it("another battery's evidence is refused as PassportUnknown and nothing more", () => {
    const faults = faultsOf(leaves(), (roots) => ({ ...roots, passports: [] }));
    expect(faults.map(({ code }) => code)).to.deep.equal(["PassportUnknown"]);
  });
});

function withCheckpoint(roots: Roots, checkpoint: CheckpointRoot | null): Roots {
  return {
    ...roots,
    passports: roots.passports.map((each) => ({ ...each, ...TEST_PASSPORT, checkpoint })),
  };
}
