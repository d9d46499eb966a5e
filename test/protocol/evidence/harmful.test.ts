import { expect } from "chai";
import { describe, it } from "mocha";
import type { ArchivedLeaf, HarmfulEvents } from "../../../protocol/index.js";
import { testDevice } from "../support/devices.js";
import { type CycleChanges, HistoryWriter, type Totals } from "../support/history.js";
import { reportOf } from "../support/verdict.js";
import { makeWorld } from "../support/world.js";

const device = testDevice("secp256k1", "battery");
const stranger = testDevice("p256", "stranger");

const reportsOf = (leaves: readonly ArchivedLeaf[]) => reportOf(makeWorld({ device, leaves }, stranger));
const codes = (leaves: readonly ArchivedLeaf[]) =>
  reportsOf(leaves).faults.map(({ code, sequence }) => [code, sequence]);

/** What each kind of event shows, and the total that must then rise. The passport's limits are those of TEST_PASSPORT. */
const EVENTS: readonly [total: keyof HarmfulEvents, shown: CycleChanges, rise: bigint][] = [
  ["deepDischargeCount", { voltageMinMicroV: 2_499_999n }, 1n],
  ["overChargeCount", { voltageMaxMicroV: 4_250_001n }, 1n],
  ["timeExtremeHighTempMs", { dischargeTemperatureMaxMilliC: 60_001n }, 90_000n],
  ["timeExtremeHighTempMs", { chargeTemperatureMaxMilliC: 60_001n, timeExtremeHighTempChargingMs: 7n }, 90_000n],
  ["timeExtremeHighTempChargingMs", { chargeTemperatureMaxMilliC: 45_001n }, 60_000n],
  ["timeExtremeLowTempChargingMs", { chargeTemperatureMinMilliC: -1n }, 60_000n],
];

describe("harmful events", () => {
  for (const [total, shown, rise] of EVENTS) {
    const what = Object.keys(shown)[0];
    it(`a cycle beyond the limit of ${what} must raise ${total}`, () => {
      const writer = new HistoryWriter(device);
      const leaves = [writer.cycle(), writer.cycle({ ...shown, [total]: 0n })];
      expect(codes(leaves)).to.deep.equal([["HarmfulEventUndeclared", 2n]]);
      const honest = new HistoryWriter(device);
      const first = honest.cycle();
      honest.raise({ [total]: rise } as Partial<Totals>);
      const report = reportsOf([first, honest.cycle(shown)]);
      expect(report.faults).to.deep.equal([]);
      expect(report.figures?.harmfulEvents?.since[total]).to.equal(rise);
    });
  }

  it("at the limit itself are none", () => {
    const writer = new HistoryWriter(device);
    const limits = {
      voltageMinMicroV: 2_500_000n,
      voltageMaxMicroV: 4_250_000n,
      chargeTemperatureMaxMilliC: 45_000n,
      chargeTemperatureMinMilliC: 0n,
      dischargeTemperatureMaxMilliC: 60_000n,
      dischargeTemperatureMinMilliC: -20_000n,
    };
    expect(codes([writer.cycle(limits)])).to.deep.equal([]);
  });

  it("of a kind that the device does not total need no total, and what was not measured shows none", () => {
    const writer = new HistoryWriter(device);
    const cold = writer.cycle({ dischargeTemperatureMinMilliC: -40_000n });
    expect(codes([cold, writer.cycle({ chargeTemperatureMaxMilliC: null })])).to.deep.equal([]);
  });

  it("never go down, and are measured always or never", () => {
    const writer = new HistoryWriter(device);
    writer.raise({ overChargeCount: 4n });
    const first = writer.cycle();
    for (const [changes, words] of [
      [{ overChargeCount: 3n }, "overChargeCount is 3, it was 4"],
      [{ overChargeCount: null }, "overChargeCount is no longer measured"],
      [{ timeExtremeLowTempMs: 0n }, "timeExtremeLowTempMs is now measured"],
    ] as const) {
      const liar = new HistoryWriter(device);
      liar.raise({ overChargeCount: 4n });
      const { faults } = reportsOf([liar.cycle(), liar.cycle(changes)]);
      expect(faults.map(({ code, sequence }) => [code, sequence])).to.deep.equal([["CounterMismatch", 2n]]);
      expect(faults[0]?.message).to.include(words);
    }
    expect(codes([first])).to.deep.equal([]);
  });

  it("while charging last no longer than the charge, unless records were lost", () => {
    const rise = { timeExtremeHighTempChargingMs: 10_516_001n };
    const writer = new HistoryWriter(device);
    expect(codes([writer.cycle(), writer.cycle(rise)])).to.deep.equal([["CounterMismatch", 2n]]);
    const lossy = new HistoryWriter(device);
    expect(codes([lossy.cycle(), lossy.lose(1), lossy.cycle(rise)])).to.deep.equal([]);
  });

  it("that a correction reveals must be counted, those that its original counted need not be again", () => {
    const hidden = new HistoryWriter(device);
    const first = hidden.cycle();
    const shown = { voltageMinMicroV: 2_000_000n };
    expect(codes([first, hidden.correct(first, shown)])).to.deep.equal([["HarmfulEventUndeclared", 2n]]);
    const honest = new HistoryWriter(device);
    honest.raise({ deepDischargeCount: 1n });
    const deep = honest.cycle(shown);
    expect(codes([deep, honest.correct(deep, { dischargeMicroAh: 1_900_000n })])).to.deep.equal([]);
  });
});
