import { expect } from "chai";
import { describe, it } from "mocha";
import {
  type ArchivedLeaf,
  buildEvidence,
  type DeviceRoots,
  evidenceSourcesOf,
  type ProvenEntry,
  type Roots,
} from "../../../protocol/index.js";
import { type KeyKind, testDevice } from "../support/devices.js";
import { HistoryWriter, mixedHistory, TEST_CHAIN, TEST_PASSPORT } from "../support/history.js";
import { reportOf } from "../support/verdict.js";
import { ENROLLED_AT_S, FIRST_ANCHOR_S, makeWorld } from "../support/world.js";

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
      expect(report.figures).to.deep.equal({
        records: 8,
        gaps: [{ device: device.device, fromSequence: 5n, toSequence: 6n }],
        firstSequence: 1n,
        lastSequence: 10n,
        completeUpTo: 10n,
        health: {
          numberOfFullCycles: throughput / 2_000_000n,
          stateOfHealth: 1_846_360 / 2_000_000,
          chargeCount: 11n,
          dischargeCount: 10n,
          energyThroughputMicroWh: last.body.energyThroughputMicroWh,
          capacityThroughputMicroAh: throughput,
        },
        freshness: {
          lastRecordedAtS: last.header.timestampS,
          timeSource: 2,
          lastAnchoredAtS: FIRST_ANCHOR_S + 2n * 3_600n,
          rootsReadAtS: world.roots.block.timestampS,
        },
      });
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

  it("follows a battery over two devices, one after the other", () => {
    const second = testDevice("secp256k1", "second");
    const [first, next] = [new HistoryWriter(device), new HistoryWriter(second)];
    const leaves = [first.cycle(), next.sensor(), first.cycle(), next.meter()];
    const world = makeWorld({ device, leaves }, stranger);
    const bindings = [device, second].map((each) => ({
      device: each.device,
      firstSequence: 1n,
      boundAtS: ENROLLED_AT_S,
    }));
    const [own] = world.roots.devices as [DeviceRoots];
    const signers = [{ sinceS: ENROLLED_AT_S, signer: second.signer }];
    const roots: Roots = {
      ...world.roots,
      devices: [own, { ...own, device: second.device, signers }],
      passports: [{ ...TEST_PASSPORT, bindings, checkpoint: null }],
    };
    const records = evidenceSourcesOf(bindings, world.batches);
    const bundle = buildEvidence({ chain: TEST_CHAIN, passport: TEST_PASSPORT, records });
    expect(bundle.records.map(({ type }) => type)).to.deep.equal([
      "ChargeCycle",
      "ChargeCycle",
      "SensorReading",
      "MeterReading",
    ]);
    expect(reportOf({ bundle, roots }).faults).to.deep.equal([]);
    const [a, b, c, d] = bundle.records as [ProvenEntry, ProvenEntry, ProvenEntry, ProvenEntry];
    const interleaved = reportOf({ bundle: { ...bundle, records: [a, c, b, d] }, roots });
    expect(interleaved.faults.map(({ code }) => code)).to.deep.equal(["RecordsOutOfOrder"]);
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
