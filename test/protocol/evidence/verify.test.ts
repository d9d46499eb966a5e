import { expect } from "chai";
import { describe, it } from "mocha";
import type { ArchivedLeaf, Roots } from "../../../protocol/index.js";
import { type KeyKind, testDevice } from "../support/devices.js";
import { HistoryWriter, mixedHistory } from "../support/history.js";
import { reportOf } from "../support/verdict.js";
import { FIRST_ANCHOR_S, makeWorld } from "../support/world.js";

const stranger = testDevice("secp256k1", "stranger");

function cycles(count: number): ArchivedLeaf[] {
  const writer = new HistoryWriter(testDevice("p256", "battery"));
  return Array.from({ length: count }, () => writer.cycle());
}

describe("verifyEvidence on honest evidence", () => {
  for (const kind of ["secp256k1", "p256"] satisfies KeyKind[]) {
    const device = testDevice(kind, `${kind} battery`);

    it(`accepts a history of every kind of record with a gap (${kind}) and reads off its figures`, () => {
      const world = makeWorld({ device, leaves: mixedHistory(device) }, stranger);
      const report = reportOf(world);
      expect(report.faults).to.deep.equal([]);
      expect(report.ok).to.equal(true);
      const last = world.bundle.records.at(-1);
      if (last?.type !== "ChargeCycle") throw new TypeError("the history ends with a cycle");
      // Eight cycles by arithmetic: 1,856,490 µAh less 1,013 µAh per charge from the third on, two of them lost.
      const discharges = [3n, 4n, 5n, 6n, 7n, 8n, 9n, 10n].map((charges) => 1_856_490n - charges * 1_013n);
      const throughput = discharges.reduce((sum, each) => sum + each, 0n);
      const { figures } = report;
      const time = (sequence: bigint) => 1_700_000_000n + sequence * 14_400n;
      expect(figures).to.deep.include({
        records: 8,
        completeness: { scope: "complete", fromFactoryGate: true, upToCheckpoint: true },
        gaps: [{ device: device.device, fromSequence: 5n, toSequence: 6n, afterS: time(4n), beforeS: time(7n) }],
        firstSequence: 1n,
        lastSequence: 10n,
        completeUpTo: 10n,
        corrections: [],
        health: {
          numberOfFullCycles: throughput / 2_000_000n,
          stateOfHealth: 1_846_360 / 2_000_000,
          chargeCount: 11n,
          dischargeCount: 10n,
          energyThroughputMicroWh: last.counters.energyThroughputMicroWh,
          capacityThroughputMicroAh: throughput,
        },
        freshness: {
          lastRecordedAtS: last.header.timestampS,
          timeSource: 2,
          lastAnchoredAtS: FIRST_ANCHOR_S + 2n * 3_600n,
          rootsReadAtS: world.roots.block.timestampS,
        },
      });
      expect(figures?.cycles.map(({ sequence }) => sequence)).to.deep.equal([1n, 2n, 4n, 7n, 9n, 10n]);
      expect(figures?.cycles[0]).to.deep.equal({
        device: device.device,
        sequence: 1n,
        timestampS: time(1n),
        dischargeCount: 3n,
        dischargeMicroAh: discharges[0],
        dischargeMicroWh: 6_608_680n - 3n * 3n * 1_013n,
        latestSequence: 1n,
        supersededSequences: [],
      });
      expect(figures?.counters).to.deep.include({ start: "factoryGate" });
      expect(figures?.counters?.atStart).to.include({
        chargeCount: 3n,
        dischargeCount: 2n,
        energyThroughputMicroWh: 0n,
      });
      expect(figures?.counters?.since).to.include({
        chargeCount: 8n,
        dischargeCount: 8n,
        capacityThroughputMicroAh: throughput,
      });
      const none = { deepDischargeCount: 0n, timeExtremeHighTempMs: 0n, timeExtremeLowTempMs: null };
      expect(figures?.harmfulEvents?.now).to.include(none);
      expect(figures?.harmfulEvents?.since).to.include(none);
    });
  }

  const device = testDevice("p256", "battery");

  it("accepts records after the checkpoint and says how far the chain vouches", () => {
    const report = reportOf(makeWorld({ device, leaves: cycles(5), checkpoint: 3n }, stranger));
    expect(report.ok).to.equal(true);
    expect(report.figures?.completeUpTo).to.equal(3n);
    expect(report.figures?.lastSequence).to.equal(5n);
  });

  it("accepts a history without a checkpoint and says that the chain vouches for no end", () => {
    const report = reportOf(makeWorld({ device, leaves: cycles(2), checkpoint: null }, stranger));
    expect(report.ok).to.equal(true);
    expect(report.figures?.completeUpTo).to.equal(null);
  });

  it("accepts a passport without any record as proof of nothing", () => {
    const report = reportOf(makeWorld({ device, leaves: [] }, stranger));
    expect(report.ok).to.equal(true);
    expect(report.figures).to.deep.include({ records: 0, health: null, freshness: null, firstSequence: null });
  });

  it("starts at the binding's first sequence, whatever the device measured before", () => {
    const writer = new HistoryWriter(device);
    const before = [writer.sensor(), writer.sensor(), writer.meter()];
    const leaves = [...before, writer.cycle(), writer.cycle()];
    const world = makeWorld({ device, leaves, firstSequence: 4n }, stranger);
    expect(world.bundle.records.length).to.equal(2);
    expect(reportOf(world).faults).to.deep.equal([]);
  });

  it("accepts a gap that began before the binding", () => {
    const writer = new HistoryWriter(device);
    const before = writer.sensor();
    // Sequence 2, of the time before the binding, never arrives either.
    writer.sensor();
    const leaves = [before, { ...writer.lose(2), fromSequence: 2n }, writer.cycle()];
    const world = makeWorld({ device, leaves, firstSequence: 3n }, stranger);
    expect(reportOf(world).faults).to.deep.equal([]);
  });

  it("judges a rotated key by the time of each anchor", () => {
    const next = testDevice("secp256k1", "rotated");
    const old = new HistoryWriter(device);
    const world = makeWorld({ device, leaves: [old.cycle(), old.cycle()], batchSize: 1 }, stranger);
    const rotatedAt = (sinceS: bigint): Roots => ({
      ...world.roots,
      devices: world.roots.devices.map((each) =>
        each.device === device.device ? { ...each, signers: [...each.signers, { sinceS, signer: next.signer }] } : each,
      ),
    });
    expect(reportOf({ bundle: world.bundle, roots: rotatedAt(FIRST_ANCHOR_S + 3_601n) }).ok).to.equal(true);
    const late = reportOf({ bundle: world.bundle, roots: rotatedAt(FIRST_ANCHOR_S + 3_600n) });
    expect(late.faults.map(({ code, sequence }) => [code, sequence])).to.deep.equal([["SignatureInvalid", 2n]]);
  });
});
