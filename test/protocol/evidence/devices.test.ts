import { expect } from "chai";
import { describe, it } from "mocha";
import { type ArchivedLeaf, type EvidenceBundle, type ProvenEntry, partOf } from "../../../protocol/index.js";
import { testDevice } from "../support/devices.js";
import { type CycleChanges, HistoryWriter } from "../support/history.js";
import { replacedWorld } from "../support/replaced.js";
import { reportOf } from "../support/verdict.js";

const devices = [testDevice("p256", "first"), testDevice("secp256k1", "second")] as const;

/** Three cycles of the first device, of which two count, then as many of the second. */
function replaced(changes: CycleChanges = {}, upToSecond = true) {
  const first = new HistoryWriter(devices[0]);
  const counted = [first.cycle(), first.cycle()];
  const second = new HistoryWriter(devices[1], first.totals);
  const afterwards = [first.cycle()];
  const continued = [second.cycle(changes), second.sensor(), second.cycle()];
  const leaves: ArchivedLeaf[] = [...counted, ...afterwards, ...continued];
  return replacedWorld({ devices, leaves, lastSequence: 2n, upTo: upToSecond ? continued : counted });
}

const codes = (bundle: EvidenceBundle, { roots }: ReturnType<typeof replaced>) =>
  reportOf({ bundle, roots }).faults.map(({ code, sequence }) => [code, sequence]);

describe("a battery whose device was replaced", () => {
  it("is followed over both devices, its counters going on", () => {
    const world = replaced();
    const { faults, figures } = reportOf(world);
    expect(faults).to.deep.equal([]);
    expect(world.bundle.records).to.have.length(5);
    expect(
      figures?.cycles.map(({ device, sequence, dischargeCount }) => [device, sequence, dischargeCount]),
    ).to.deep.equal([
      [devices[0].device, 1n, 3n],
      [devices[0].device, 2n, 4n],
      [devices[1].device, 1n, 5n],
      [devices[1].device, 3n, 6n],
    ]);
    expect(figures?.completeness).to.deep.equal({ scope: "complete", fromFactoryGate: true, upToCheckpoint: true });
  });

  it("is complete up to the first device's last record while the second has no checkpoint", () => {
    const world = replaced({}, false);
    expect(reportOf(world).ok).to.equal(true);
    const records = world.bundle.records.slice(0, 2);
    expect(codes(withRecords(world.bundle, records), world)).to.deep.equal([]);
  });

  it("is refused with records of the first device from after its replacement", () => {
    const world = replaced();
    const first = new HistoryWriter(devices[0]);
    first.cycle();
    first.cycle();
    const [entry] = world.bundle.records as [ProvenEntry];
    const late = { ...entry, ...first.cycle().record } as ProvenEntry;
    const records = [...world.bundle.records.slice(0, 2), late, ...world.bundle.records.slice(2)];
    expect(codes({ ...world.bundle, records }, world)[0]).to.deep.equal(["DeviceNotBound", 3n]);
  });

  it("is refused without the last of the first device's records", () => {
    const world = replaced();
    const records = world.bundle.records.filter((_, index) => index !== 1);
    expect(codes({ ...world.bundle, records }, world)[0]).to.deep.equal(["RecordMissing", 2n]);
  });

  it("is refused without the first device, without the second, or with both interleaved", () => {
    const world = replaced();
    const { records } = world.bundle;
    expect(codes({ ...world.bundle, records: records.slice(2) }, world)[0]?.[0]).to.equal("RecordMissing");
    expect(codes(withRecords(world.bundle, records.slice(0, 2)), world)).to.deep.equal([["HistoryTruncated", 3n]]);
    const [a, b, c, ...rest] = records as [ProvenEntry, ProvenEntry, ProvenEntry];
    const interleaved = codes({ ...world.bundle, records: [a, c, b, ...rest] }, world).map(([code]) => code);
    expect(new Set(interleaved)).to.deep.equal(new Set(["RecordsOutOfOrder"]));
  });

  it("is refused if the second device begins anew, or forgets what was measured", () => {
    const anew = replaced({ chargeCount: 1n, dischargeCount: 1n });
    expect(codes(anew.bundle, anew)[0]).to.deep.equal(["CounterMismatch", 1n]);
    const blind = replaced({ deepDischargeCount: null });
    const faults = reportOf(blind).faults;
    expect(faults[0]?.message).to.include("deepDischargeCount is no longer measured");
  });

  it("may measure more than the first did", () => {
    const first = new HistoryWriter(devices[0]);
    const counted = [first.cycle()];
    const second = new HistoryWriter(devices[1], { ...first.totals, timeExtremeLowTempMs: 5n });
    const continued = [second.cycle()];
    const world = replacedWorld({ devices, leaves: [...counted, ...continued], lastSequence: 1n, upTo: continued });
    const { faults, figures } = reportOf(world);
    expect(faults).to.deep.equal([]);
    // What the second device saw is no total since birth.
    const { atStart, now, since } = figures?.harmfulEvents ?? {};
    const totalled = [atStart, now, since].map((each) => each?.timeExtremeLowTempMs);
    expect(totalled).to.deep.equal([null, 5n, null]);
    expect(since?.deepDischargeCount).to.equal(0n);
  });

  it("may have had a device of which no record counts, since none was proven", () => {
    const never = new HistoryWriter(devices[0]);
    const second = new HistoryWriter(devices[1]);
    const counted = [second.cycle(), second.cycle()];
    // The chain writes firstSequence − 1 as the last of a device that began with record 1: zero.
    const world = replacedWorld({ devices, leaves: [never.cycle(), ...counted], lastSequence: 0n, upTo: counted });
    expect(world.bundle.records).to.have.length(2);
    expect(reportOf(world).faults).to.deep.equal([]);
    expect(codes({ ...world.bundle, scope: "part" }, world)).to.deep.equal([["ScopeMismatch", undefined]]);
    const part = partOf(world.bundle, (entry) => entry === world.bundle.records[1]);
    expect(reportOf({ bundle: part, roots: world.roots }).figures?.completeness.fromFactoryGate).to.equal(false);
  });

  it("can be shown in a part that spans both, and in none that leaves out the end of the first", () => {
    const world = replaced();
    const across = partOf(world.bundle, (entry) => world.bundle.records.indexOf(entry) % 4 > 0);
    expect(reportOf({ bundle: across, roots: world.roots })).to.include({ ok: true, scope: "part" });
    const torn = { ...across, records: across.records.slice(1) };
    expect(codes(withRecords(torn, torn.records), world)).to.deep.equal([]);
    const [first, , third] = world.bundle.records as [ProvenEntry, ProvenEntry, ProvenEntry];
    expect(codes({ ...world.bundle, scope: "part", records: [first, third] }, world)[0]).to.deep.equal([
      "RecordMissing",
      2n,
    ]);
  });
});

/** The bundle with other records and the batches that they need. */
function withRecords(bundle: EvidenceBundle, records: readonly ProvenEntry[]): EvidenceBundle {
  const used = new Set(records.map(({ batch }) => batch));
  const kept = [...bundle.batches.keys()].filter((index) => used.has(index));
  return {
    ...bundle,
    records: records.map((entry) => ({ ...entry, batch: kept.indexOf(entry.batch) })),
    batches: kept.flatMap((index) => bundle.batches[index] ?? []),
  };
}
