import { expect } from "chai";
import { describe, it } from "mocha";
import {
  countersHashOf,
  type EvidenceBundle,
  PartNotInHistory,
  type ProvenEntry,
  type PublishedCounters,
  partOf,
  type Roots,
} from "../../../protocol/index.js";
import { testDevice } from "../support/devices.js";
import { HistoryWriter, mixedHistory } from "../support/history.js";
import { reportOf } from "../support/verdict.js";
import { makeWorld } from "../support/world.js";

const device = testDevice("p256", "battery");
const stranger = testDevice("secp256k1", "stranger");
const world = makeWorld({ device, leaves: mixedHistory(device) }, stranger);
const { bundle, roots } = world;

/** Entries `from` to `to` of the mixed history: entry 4 is the gap 5–6, the others are one record each. */
const entries = (from: number, to: number) => (entry: ProvenEntry) => {
  const at = bundle.records.indexOf(entry);
  return at >= from && at <= to;
};
const codes = (part: EvidenceBundle, by: Roots = roots) =>
  reportOf({ bundle: part, roots: by }).faults.map(({ code, sequence }) => [code, sequence]);

describe("a part of a history", () => {
  it("of any length and place verifies by itself", () => {
    for (let from = 0; from < bundle.records.length; from++) {
      for (let to = from; to < bundle.records.length; to++) {
        if ((from === 4 && to === 4) || to - from === bundle.records.length - 1) continue;
        const part = partOf(bundle, entries(from, to));
        expect(codes(part), `${from} to ${to}`).to.deep.equal([]);
      }
    }
  });

  it("discloses one record without the others", () => {
    const part = partOf(bundle, entries(1, 1));
    expect(part.records).to.have.length(1);
    expect(part.batches).to.have.length(1);
    const { figures } = reportOf({ bundle: part, roots });
    expect(figures?.completeness).to.deep.equal({ scope: "part", fromFactoryGate: false, upToCheckpoint: false });
    expect(figures?.counters).to.deep.include({ start: "firstRecord" });
    expect(figures?.counters?.since).to.include({ chargeCount: 0n, energyThroughputMicroWh: 0n });
    expect(figures?.cycles).to.have.length(1);
  });

  it("says whether it begins at the factory gate and reaches the checkpoint", () => {
    const completeness = (from: number, to: number) =>
      reportOf({ bundle: partOf(bundle, entries(from, to)), roots }).figures?.completeness;
    expect(completeness(0, 3)).to.include({ fromFactoryGate: true, upToCheckpoint: false });
    expect(completeness(2, 8)).to.include({ fromFactoryGate: false, upToCheckpoint: true });
    const without = { ...roots, passports: roots.passports.map((each) => ({ ...each, checkpoint: null })) };
    const { figures } = reportOf({ bundle: partOf(bundle, entries(2, 8)), roots: without });
    expect(figures?.completeness.upToCheckpoint).to.equal(null);
  });

  it("is refused for what is missing, swapped or before it", () => {
    const part = partOf(bundle, entries(0, 5));
    const [a, b, c, d] = part.records as [ProvenEntry, ProvenEntry, ProvenEntry, ProvenEntry];
    const withRecords = (...records: ProvenEntry[]) => codes({ ...part, records })[0];
    expect(withRecords(b, d)).to.deep.equal(["RecordMissing", 3n]);
    expect(withRecords(b, d, c)).to.deep.equal(["RecordsOutOfOrder", 4n]);
    expect(withRecords(b, c, a)).to.deep.equal(["RecordsOutOfOrder", 1n]);
    expect(withRecords(b, c, c)).to.deep.equal(["RecordDuplicated", 3n]);
  });

  it("is refused as ScopeMismatch if it is complete or holds no record", () => {
    expect(codes({ ...bundle, scope: "part" })).to.deep.equal([["ScopeMismatch", undefined]]);
    expect(codes({ ...bundle, scope: "part", records: [], batches: [] })).to.deep.equal([["ScopeMismatch", undefined]]);
    const gap = bundle.records[4] as ProvenEntry;
    const batches = bundle.batches.slice(gap.batch, gap.batch + 1);
    const alone = { ...bundle, scope: "part" as const, batches, records: [{ ...gap, batch: 0 }] };
    expect(codes(alone)).to.deep.equal([["ScopeMismatch", undefined]]);
  });

  it("that calls itself complete is refused", () => {
    expect(codes({ ...partOf(bundle, entries(2, 8)), scope: "complete" })[0]).to.deep.equal(["RecordMissing", 1n]);
    expect(codes({ ...partOf(bundle, entries(0, 7)), scope: "complete" })[0]).to.deep.equal(["HistoryTruncated", 10n]);
  });

  it("is refused at the checkpoint for another record or a gap there", () => {
    const writer = new HistoryWriter(device);
    const leaves = [writer.cycle(), writer.lose(1), writer.cycle(), writer.cycle()];
    const gapped = makeWorld({ device, leaves, checkpoint: 3n }, stranger);
    const at = (sequence: bigint): Roots => ({
      ...gapped.roots,
      passports: gapped.roots.passports.map((each) => ({
        ...each,
        checkpoint: each.checkpoint && { ...each.checkpoint, sequence },
      })),
    });
    const part = partOf(gapped.bundle, (entry) => gapped.bundle.records.indexOf(entry) < 3);
    expect(codes(part, at(2n))).to.deep.include(["CheckpointMismatch", 2n]);
    expect(
      codes(
        partOf(part, (entry) => part.records.indexOf(entry) > 0),
        at(1n),
      ),
    ).to.deep.equal([]);
  });

  it("is refused for counters below the factory's", () => {
    const writer = new HistoryWriter(device);
    const leaves = [writer.cycle(), writer.cycle({ chargeCount: 3n })];
    const lied = makeWorld({ device, leaves, checkpoint: null }, stranger);
    const part = partOf(lied.bundle, (entry) => lied.bundle.records.indexOf(entry) === 1);
    expect(codes(part, lied.roots)).to.deep.equal([["CounterMismatch", 2n]]);
  });
});

describe("partOf", () => {
  it("refuses what is no part", () => {
    for (const wanted of [() => false, entries(4, 4), entries(0, 8)]) {
      expect(() => partOf(bundle, wanted)).to.throw(PartNotInHistory);
    }
    const torn = (entry: ProvenEntry) => entries(1, 1)(entry) || entries(3, 3)(entry);
    expect(() => partOf(bundle, torn)).to.throw(PartNotInHistory, /unbroken/);
  });
});

describe("published counters", () => {
  const cycle = bundle.records[3] as ProvenEntry;
  if (cycle.type !== "ChargeCycle") throw new TypeError("entry 3 is a cycle");
  const published: PublishedCounters = {
    device: device.device,
    sequence: cycle.header.sequence,
    counters: cycle.counters,
  };
  const publishing = (counters: Partial<PublishedCounters["counters"]>): Roots => ({
    ...roots,
    passports: roots.passports.map((each) => ({
      ...each,
      counters: { ...published, counters: { ...published.counters, ...counters } },
    })),
  });

  it("are those of the record that they were published from", () => {
    expect(codes(bundle, publishing({}))).to.deep.equal([]);
    // What the record lacks, those after it lack too.
    const forgotten = [4n, 7n, 9n, 10n].map((sequence) => ["PublishedCountersMismatch", sequence]);
    expect(codes(bundle, publishing({ overChargeCount: 9n }))).to.deep.equal(forgotten);
    expect(countersHashOf(cycle.counters)).to.match(/^0x/);
  });

  it("bound the counters of a part before and after them", () => {
    const [before, after] = [partOf(bundle, entries(1, 1)), partOf(bundle, entries(7, 8))];
    for (const part of [before, after]) expect(codes(part, publishing({}))).to.deep.equal([]);
    expect(codes(before, publishing({ chargeCount: 4n }))).to.deep.equal([["PublishedCountersMismatch", 2n]]);
    expect(codes(after, publishing({ dischargeCount: 30n }))).to.deep.equal([
      ["PublishedCountersMismatch", 9n],
      ["PublishedCountersMismatch", 10n],
    ]);
  });

  it("bound the totals of harmful events likewise, and which of them the device keeps", () => {
    const [before, after] = [partOf(bundle, entries(1, 1)), partOf(bundle, entries(7, 7))];
    for (const [part, changes] of [
      [after, { deepDischargeCount: 1n }],
      [after, { timeExtremeHighTempMs: null }],
      [before, { overChargeCount: null }],
      [before, { timeExtremeLowTempMs: 0n }],
    ] as const) {
      const [fault, ...others] = reportOf({ bundle: part, roots: publishing(changes) }).faults;
      expect(fault?.code).to.equal("PublishedCountersMismatch");
      expect(fault?.message).to.include(Object.keys(changes)[0]);
      expect(others).to.deep.equal([]);
    }
    expect(codes(before, publishing({ deepDischargeCount: 1n }))).to.deep.equal([]);
  });

  it("stood in a cycle, not in another record nor in one that never came", () => {
    for (const sequence of [3n, 5n]) {
      const elsewhere = { ...published, sequence };
      const passports = roots.passports.map((each) => ({ ...each, counters: elsewhere }));
      expect(codes(bundle, { ...roots, passports })).to.deep.include(["PublishedCountersMismatch", sequence]);
    }
  });
});
