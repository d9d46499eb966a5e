import { expect } from "chai";
import { describe, it } from "mocha";
import {
  type ArchivedLeaf,
  CorrectionReason,
  type Gap,
  partOf,
  type SignedRecord,
  structHashOf,
  ZERO_HASH,
} from "../../../protocol/index.js";
import { hashOf, testDevice } from "../support/devices.js";
import { type CycleChanges, HistoryWriter } from "../support/history.js";
import { reportOf } from "../support/verdict.js";
import { makeWorld } from "../support/world.js";

const device = testDevice("p256", "battery");
const stranger = testDevice("secp256k1", "stranger");

const worldOf = (leaves: readonly ArchivedLeaf[]) => makeWorld({ device, leaves }, stranger);
const faultsOf = (leaves: readonly ArchivedLeaf[]) =>
  reportOf(worldOf(leaves)).faults.map(({ code, sequence }) => [code, sequence]);
const figuresOf = (leaves: readonly ArchivedLeaf[]) => {
  const { faults, figures } = reportOf(worldOf(leaves));
  expect(faults).to.deep.equal([]);
  if (figures === null) throw new TypeError("no figures");
  return figures;
};

describe("a correction", () => {
  it("takes the original's place in the effective history; both versions are shown", () => {
    const writer = new HistoryWriter(device);
    const [first, second] = [writer.cycle(), writer.cycle()];
    const corrected = writer.correct(first, { dischargeMicroAh: 1_900_000n, chargeTemperatureMaxMilliC: null });
    const figures = figuresOf([first, second, corrected, writer.cycle()]);
    expect(figures.cycles.map(({ sequence, latestSequence }) => [sequence, latestSequence])).to.deep.equal([
      [1n, 3n],
      [2n, 2n],
      [4n, 4n],
    ]);
    expect(figures.cycles[0]).to.deep.include({ dischargeMicroAh: 1_900_000n, supersededSequences: [1n] });
    const [correction, ...others] = figures.corrections;
    expect(others).to.deep.equal([]);
    expect(correction).to.deep.include({
      reason: CorrectionReason.Calibration,
      supersedes: structHashOf(first.record),
    });
    const { salt: _, supersedes: __, correctionReason: ___, ...measured } = measurementsOf(first);
    expect(correction?.before).to.deep.equal({ sequence: 1n, timestampS: 1_700_014_400n, measured });
    expect(correction?.after.measured).to.deep.equal({
      ...measured,
      dischargeMicroAh: 1_900_000n,
      chargeTemperatureMaxMilliC: null,
    });
  });

  it("upwards adds the difference to the throughput, downwards changes nothing, and neither is a cycle", () => {
    const writer = new HistoryWriter(device);
    const first = writer.cycle({ dischargeMicroAh: 1_000_000n });
    const up = writer.correct(first, { dischargeMicroAh: 1_200_000n });
    const down = writer.correct(up, { dischargeMicroAh: 900_000n });
    const again = writer.correct(down, { dischargeMicroAh: 1_250_000n });
    const { cycles, counters, records } = figuresOf([first, up, down, again]);
    expect(records).to.equal(4);
    expect(cycles).to.have.length(1);
    expect(cycles[0]).to.deep.include({ dischargeMicroAh: 1_250_000n, supersededSequences: [1n, 2n, 3n] });
    expect(counters?.since).to.include({ chargeCount: 1n, dischargeCount: 1n, capacityThroughputMicroAh: 1_250_000n });
  });

  it("may name an earlier version than the latest", () => {
    const writer = new HistoryWriter(device);
    const first = writer.cycle({ dischargeMicroAh: 1_000_000n });
    const leaves = [first, writer.correct(first, { dischargeMicroAh: 900_000n }), writer.correct(first)];
    expect(figuresOf(leaves).cycles[0]).to.deep.include({ dischargeMicroAh: 1_000_000n, latestSequence: 3n });
  });

  it("counts for the state of health only where the last cycle is corrected", () => {
    const writer = new HistoryWriter(device);
    const [first, second] = [writer.cycle(), writer.cycle({ dischargeMicroAh: 1_500_000n })];
    const early = writer.correct(first, { dischargeMicroAh: 1_000_000n });
    expect(figuresOf([first, second, early]).health?.stateOfHealth).to.equal(0.75);
    const late = writer.correct(second, { dischargeMicroAh: 1_400_000n });
    expect(figuresOf([first, second, early, late]).health?.stateOfHealth).to.equal(0.7);
  });

  const refused = (what: string, changes: CycleChanges, code = "CounterMismatch") => {
    it(`is refused as ${code} if it ${what}`, () => {
      const writer = new HistoryWriter(device);
      const first = writer.cycle({ dischargeMicroAh: 1_000_000n, dischargeMicroWh: 4_000_000n });
      const leaves = [first, writer.correct(first, { dischargeMicroAh: 1_200_000n, ...changes })];
      const faults = faultsOf(leaves);
      expect(faults.length).to.be.greaterThan(0);
      for (const fault of faults) expect(fault).to.deep.equal([code, 2n]);
    });
  };
  refused("counts as a charge", { chargeCount: 5n });
  refused("counts as a discharge", { dischargeCount: 4n });
  refused("lowers the throughput", { capacityThroughputMicroAh: 900_000n });
  refused("adds all of its amount again", { capacityThroughputMicroAh: 2_200_000n, numberOfFullCycles: 1n });
  refused("adds energy that it does not state", { energyThroughputMicroWh: 4_000_001n });

  it("is refused as CorrectionInvalid if what it corrects is no earlier cycle of its device", () => {
    const unknown = new HistoryWriter(device);
    const first = unknown.cycle();
    const elsewhere = new HistoryWriter(stranger).cycle();
    expect(faultsOf([first, unknown.correct(elsewhere, { dischargeMicroAh: 0n, dischargeMicroWh: 0n })])).to.deep.equal(
      [["CorrectionInvalid", 2n]],
    );
    const sampled = new HistoryWriter(device);
    const [cycle, sample] = [sampled.cycle(), sampled.sensor()];
    const named = { supersedes: structHashOf(sample.record), correctionReason: CorrectionReason.ClockFault } as const;
    const [fault] = faultsOf([cycle, sample, sampled.cycle({ ...named, dischargeMicroAh: 0n, dischargeMicroWh: 0n })]);
    expect(fault).to.deep.equal(["CorrectionInvalid", 3n]);
  });

  it("is refused as CorrectionInvalid without a reason, or with a reason and no record", () => {
    for (const changes of [
      { correctionReason: CorrectionReason.None, supersedes: hashOf("some record") },
      { correctionReason: CorrectionReason.SensorFault, supersedes: ZERO_HASH },
    ]) {
      const writer = new HistoryWriter(device);
      expect(faultsOf([writer.cycle(), writer.cycle(changes)])[0]).to.deep.equal(["CorrectionInvalid", 2n]);
    }
  });

  it("of a lost record is accepted, with its original unknown", () => {
    const writer = new HistoryWriter(device);
    const first = writer.cycle();
    const lost = writer.cycle();
    const gap: Gap = { type: "Gap", device: device.device, fromSequence: 2n, toSequence: 2n, reason: 1 };
    const leaves = [first, gap, writer.cycle(), writer.correct(lost, { dischargeMicroAh: 1_900_000n }), writer.cycle()];
    const { cycles, corrections } = figuresOf(leaves);
    expect(cycles.map(({ sequence }) => sequence)).to.deep.equal([1n, 3n, 5n]);
    expect(corrections).to.have.length(1);
    expect(corrections[0]).to.include({ before: null, supersedes: structHashOf(lost.record) });
  });

  it("of a lost record may be corrected again, and no more records than were lost have corrections", () => {
    const writer = new HistoryWriter(device);
    const first = writer.cycle();
    const lost = writer.cycle({ dischargeMicroAh: 1_000_000n });
    const gap: Gap = { type: "Gap", device: device.device, fromSequence: 2n, toSequence: 2n, reason: 1 };
    const up = writer.correct(lost, { dischargeMicroAh: 1_500_000n });
    const again = writer.correct(lost, { dischargeMicroAh: 1_600_000n });
    const { corrections, counters, cycles } = figuresOf([first, gap, up, again]);
    expect(corrections.map(({ before }) => before)).to.deep.equal([null, null]);
    expect(cycles).to.have.length(1);
    expect(counters?.since.chargeCount).to.equal(2n);
    const other = { supersedes: hashOf("another lost one"), correctionReason: CorrectionReason.Calibration } as const;
    const { chargeCount, dischargeCount } = writer.totals;
    const laundered = writer.cycle({ ...other, chargeCount, dischargeCount });
    expect(faultsOf([first, gap, up, again, laundered])).to.deep.equal([["CorrectionInvalid", 5n]]);
  });

  it("of a lost record adds no more than it states beyond an earlier correction of the same", () => {
    const writer = new HistoryWriter(device);
    const first = writer.cycle();
    const lost = writer.cycle({ dischargeMicroAh: 1_000_000n });
    const gap: Gap = { type: "Gap", device: device.device, fromSequence: 2n, toSequence: 2n, reason: 1 };
    const up = writer.correct(lost, { dischargeMicroAh: 1_500_000n });
    const { capacityThroughputMicroAh } = writer.totals;
    const tooMuch = { capacityThroughputMicroAh: capacityThroughputMicroAh + 100_001n };
    const again = writer.correct(lost, { dischargeMicroAh: 1_600_000n, ...tooMuch });
    expect(faultsOf([first, gap, up, again])).to.deep.equal([["CounterMismatch", 4n]]);
  });

  it("that was lost itself leaves open what a later one adds", () => {
    const writer = new HistoryWriter(device);
    const first = writer.cycle({ dischargeMicroAh: 1_000_000n });
    writer.correct(first, { dischargeMicroAh: 1_500_000n });
    const gap: Gap = { type: "Gap", device: device.device, fromSequence: 2n, toSequence: 2n, reason: 1 };
    const between = writer.cycle();
    // The highest amount was 1.5 Ah already, so nothing is added, although the bundle shows 1.0 Ah alone.
    const { capacityThroughputMicroAh } = writer.totals;
    const numberOfFullCycles = capacityThroughputMicroAh / 2_000_000n;
    const late = writer.correct(first, { dischargeMicroAh: 1_200_000n, capacityThroughputMicroAh, numberOfFullCycles });
    expect(faultsOf([first, gap, between, late])).to.deep.equal([]);
    const tooMuch = { capacityThroughputMicroAh: capacityThroughputMicroAh + 200_001n };
    const liar = new HistoryWriter(device);
    const begun = liar.cycle({ dischargeMicroAh: 1_000_000n });
    const lied = liar.correct(begun, { dischargeMicroAh: 1_500_000n });
    const leaves = [begun, { ...gap }, liar.cycle(), liar.correct(begun, { dischargeMicroAh: 1_200_000n, ...tooMuch })];
    expect(lied.record.header.sequence).to.equal(2n);
    expect(faultsOf(leaves)).to.deep.equal([["CounterMismatch", 4n]]);
  });

  it("of a record before a part is accepted there", () => {
    const writer = new HistoryWriter(device);
    const [first, second] = [writer.cycle({ dischargeMicroAh: 1_000_000n }), writer.cycle()];
    const corrected = writer.correct(first, { dischargeMicroAh: 1_100_000n });
    const world = worldOf([first, second, corrected, writer.correct(corrected), writer.cycle()]);
    const bundle = partOf(world.bundle, (entry) => entry.type !== "Gap" && entry.header.sequence > 1n);
    const { faults, figures } = reportOf({ bundle, roots: world.roots });
    expect(faults).to.deep.equal([]);
    expect(figures?.cycles.map(({ sequence }) => sequence)).to.deep.equal([2n, 5n]);
    expect(figures?.corrections.map(({ before }) => before?.sequence ?? null)).to.deep.equal([null, 3n]);
  });
});

function measurementsOf({ record }: SignedRecord) {
  if (record.type !== "ChargeCycle") throw new TypeError("no cycle");
  return record.measurements;
}
