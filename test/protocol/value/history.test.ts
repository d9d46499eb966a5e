import { expect } from "chai";
import { describe, it } from "mocha";
import { estimateValue, type ValueCycle } from "../../../protocol/value/index.js";
import { fadingCapacities, historyOf } from "./support/histories.js";
import { estimateOrCode } from "./support/refusal.js";

const CLEAN = historyOf(fadingCapacities({ startAh: 2, fade: 0.08, exponent: 2, cycles: 100 }));
const END = { endOfLife: 0.8 };

describe("residual value's reading of a history", () => {
  it("leaves out partial discharges and what was not measured, and says so", () => {
    const spoiled = changed(CLEAN, (cycle) => {
      if (cycle.cycle % 7 === 0) return { ...cycle, dischargeCapacityAh: cycle.dischargeCapacityAh * 0.5 };
      if (cycle.cycle % 31 === 0) return { ...cycle, dischargeCapacityAh: 0 };
      if (cycle.cycle === 50) return { ...cycle, dischargeCapacityAh: 4 };
      return cycle;
    });
    const clean = estimateValue({ cycles: CLEAN, ...END });
    const estimate = estimateValue({ cycles: spoiled, ...END });
    expect(estimate.evidence.leftOut).to.deep.equal([
      { reason: "noMeasurement", count: 3 },
      { reason: "partialDischarge", count: 14 },
      { reason: "aboveItsNeighbours", count: 1 },
    ]);
    expect(estimate.evidence.cyclesGiven).to.equal(100);
    expect(estimate.evidence.cyclesUsed).to.equal(82);
    expect(estimate.remainingCycles.p50).to.be.closeTo(clean.remainingCycles.p50, 0.1 * clean.remainingCycles.p50);
  });

  it("keeps jumps after a rest, and is not led astray by them", () => {
    const rested = changed(CLEAN, (cycle) =>
      cycle.cycle % 20 === 0 ? { ...cycle, dischargeCapacityAh: cycle.dischargeCapacityAh * 1.04 } : cycle,
    );
    const clean = estimateValue({ cycles: CLEAN, ...END });
    const estimate = estimateValue({ cycles: rested, ...END });
    expect(estimate.evidence.cyclesUsed).to.equal(100);
    expect(estimate.remainingCycles.p50).to.be.closeTo(clean.remainingCycles.p50, 0.05 * clean.remainingCycles.p50);
  });

  it("takes the median of the first five cycles as the reference, one of them cut short or not", () => {
    const capacities = [2, 1.99, 0.4, 1.98, 1.97, ...CLEAN.slice(5).map((cycle) => cycle.dischargeCapacityAh)];
    const { evidence } = estimateValue({ cycles: historyOf(capacities), ...END });
    expect(evidence.referenceCapacityAh).to.equal(1.98);
  });

  it("counts missing cycles as lived", () => {
    const cycles = CLEAN.filter(({ cycle }) => cycle < 10 || cycle % 3 === 0);
    const estimate = estimateValue({ cycles, ...END });
    const whole = estimateValue({ cycles: CLEAN, ...END });
    expect(estimate.evidence.cyclesMissing).to.equal(100 - 1 - cycles.length);
    expect(estimate.evidence.lastCycle).to.equal(99);
    expect(estimate.remainingCycles.p50).to.be.closeTo(whole.remainingCycles.p50, 0.1 * whole.remainingCycles.p50);
  });

  it("takes numbers from 0 on as well", () => {
    const fromZero = CLEAN.map((cycle) => ({ ...cycle, cycle: cycle.cycle - 1 }));
    const estimate = estimateValue({ cycles: fromZero, ...END });
    expect(estimate.remainingCycles.p50).to.be.closeTo(estimateValue({ cycles: CLEAN, ...END }).remainingCycles.p50, 3);
  });

  const refused: readonly [string, ValueCycle[], string][] = [
    ["no cycle", [], "ValueHistoryTooShort"],
    ["nine cycles", CLEAN.slice(0, 9), "ValueHistoryTooShort"],
    ["a history without its start", CLEAN.slice(20), "ValueHistoryStartMissing"],
    ["a cycle twice", [...CLEAN, ...CLEAN.slice(-1)], "ValueInputInvalid"],
    ["half a cycle", [{ cycle: 0.5, dischargeCapacityAh: 2 }, ...CLEAN], "ValueInputInvalid"],
    ["a history without fade", historyOf(Array.from({ length: 50 }, () => 2)), "ValueNoFadeYet"],
    ["a rise alone", historyOf(Array.from({ length: 50 }, (_, index) => 2 + index / 1000)), "ValueNoFadeYet"],
    ["few full discharges", sparse(0), "ValueHistoryTooPatchy"],
    ["first cycles that were not full", sparse(5), "ValueHistoryTooPatchy"],
  ];
  for (const [what, cycles, code] of refused) {
    it(`refuses ${what}`, () => {
      expect(estimateOrCode({ cycles, ...END })).to.equal(code);
    });
  }

  it("takes the scatter of an aged cell that does not fade for no fade", () => {
    const scattered = Array.from({ length: 60 }, (_, index) => 2 + 0.02 * Math.sin(index * index));
    expect(estimateOrCode({ cycles: historyOf(scattered), ...END })).to.equal("ValueNoFadeYet");
  });
});

/** With `first` of 5, the first five cycles are cut short; else two of three are without a measurement. */
function sparse(first: number): ValueCycle[] {
  return changed(CLEAN, (cycle) => {
    const cut = first > 0 ? cycle.cycle <= first : cycle.cycle % 3 !== 0;
    return cut ? { ...cycle, dischargeCapacityAh: first > 0 ? 1.2 : 0 } : cycle;
  });
}

function changed(cycles: readonly ValueCycle[], change: (cycle: ValueCycle) => ValueCycle): ValueCycle[] {
  return cycles.map(change);
}
