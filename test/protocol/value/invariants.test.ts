import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  cyclesUpTo,
  estimateValue,
  type ValueCycle,
  type ValueEstimate,
  type ValueRange,
} from "../../../protocol/value/index.js";
import { anyHistory, fadingHistory } from "./support/histories.js";
import { estimateOrCode } from "./support/refusal.js";

const REFUSALS = [
  "ValueInputInvalid",
  "ValueHistoryTooShort",
  "ValueHistoryStartMissing",
  "ValueHistoryTooPatchy",
  "ValueNoFadeYet",
  "ValueEndOfLifeUnsupported",
];
const PRICES = { currency: "EUR", perKWhThroughput: 0.05, scrap: 0.2 };
const endOfLife = fc.double({ min: 0.5, max: 0.99, noNaN: true });

describe("residual value, whatever the history", () => {
  it("is a sound estimate or a named refusal", () => {
    fc.assert(
      fc.property(anyHistory, fc.double(), fc.option(fc.double(), { nil: undefined }), (cycles, end, rated) => {
        const ratedCapacityAh = rated === undefined ? {} : { ratedCapacityAh: rated };
        const result = estimateOrCode({ cycles, endOfLife: end, prices: PRICES, ...ratedCapacityAh });
        if (typeof result === "string") expect(REFUSALS).to.include(result);
        else expectSound(result);
      }),
      { numRuns: 500 },
    );
  });

  it("is a sound estimate of a cell that fades", () => {
    fc.assert(
      fc.property(fadingHistory, endOfLife, (history, end) => {
        const cycles = history.map((cycle) => ({ ...cycle, dischargeEnergyWh: cycle.dischargeCapacityAh * 3.6 }));
        const result = estimateOrCode({ cycles, endOfLife: end, prices: PRICES });
        if (typeof result === "string") expect(result).to.equal("ValueNoFadeYet");
        else expectSound(result);
      }),
    );
  });

  it("never grows with a higher end of life", () => {
    fc.assert(
      fc.property(fadingHistory, endOfLife, endOfLife, (history, one, other) => {
        const cycles = history.map((cycle) => ({ ...cycle, dischargeEnergyWh: cycle.dischargeCapacityAh * 3.6 }));
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const longer = estimateOrCode({ cycles, endOfLife: low });
        const shorter = estimateOrCode({ cycles, endOfLife: high });
        fc.pre(typeof longer !== "string" && typeof shorter !== "string");
        expectAtLeast(longer.remainingCycles, shorter.remainingCycles, 0);
        const tolerance = 0.001 * (longer.remainingEnergyThroughputKWh?.p90 ?? 0);
        expectAtLeast(longer.remainingEnergyThroughputKWh, shorter.remainingEnergyThroughputKWh, tolerance);
      }),
    );
  });

  it("depends on nothing after the cycle asked for", () => {
    fc.assert(
      fc.property(fadingHistory, anyHistory, endOfLife, (history, garbage, end) => {
        const last = history.length;
        const future = garbage.map((cycle, index): ValueCycle => ({ ...cycle, cycle: last + 1 + index }));
        const then = estimateOrCode({ cycles: history, endOfLife: end });
        const later = estimateOrCode({ cycles: cyclesUpTo([...history, ...future], last), endOfLife: end });
        expect(later).to.deep.equal(then);
      }),
    );
  });

  it("does not depend on the cell's size", () => {
    fc.assert(
      fc.property(fadingHistory, endOfLife, fc.constantFrom(0.5, 2, 64), (history, end, times) => {
        const larger = history.map((cycle) => ({ ...cycle, dischargeCapacityAh: cycle.dischargeCapacityAh * times }));
        const one = estimateOrCode({ cycles: history, endOfLife: end });
        const other = estimateOrCode({ cycles: larger, endOfLife: end });
        if (typeof one === "string" || typeof other === "string") expect(other).to.equal(one);
        else expect(other.remainingCycles).to.deep.equal(one.remainingCycles);
      }),
    );
  });

  it("leaves its input as it was and is the same each time", () => {
    fc.assert(
      fc.property(fadingHistory, (history) => {
        const frozen = Object.freeze(history.map((cycle) => Object.freeze(cycle)));
        const first = estimateOrCode({ cycles: frozen, endOfLife: 0.6 });
        expect(estimateOrCode({ cycles: frozen, endOfLife: 0.6 })).to.deep.equal(first);
      }),
    );
  });
});

describe("residual value at the end of life", () => {
  it("is zero cycles and the scrap's price, which is an answer", () => {
    const cycles = Array.from({ length: 30 }, (_, index) => ({
      cycle: index + 1,
      dischargeCapacityAh: 2 - index * 0.02,
      dischargeEnergyWh: 7,
    }));
    const estimate = estimateValue({ cycles, endOfLife: 0.9, prices: PRICES });
    expect(estimate.evidence.endOfLifeReached).to.equal(true);
    expect(estimate.evidence.curve).to.equal(null);
    expect(estimate.remainingCycles).to.deep.equal({ p10: 0, p50: 0, p90: 0 });
    expect(estimate.remainingEnergyThroughputKWh).to.deep.equal({ p10: 0, p50: 0, p90: 0 });
    expect(estimate.value).to.deep.equal({ currency: "EUR", p10: 0.2, p50: 0.2, p90: 0.2 });
  });
});

function expectSound(estimate: ValueEstimate): void {
  expect(JSON.parse(JSON.stringify(estimate))).to.deep.equal(estimate);
  expectFinite(estimate);
  for (const range of [estimate.remainingCycles, estimate.remainingEnergyThroughputKWh, estimate.value]) {
    if (range === null) continue;
    expect(range.p10).to.be.at.least(0);
    expect(range.p50).to.be.at.least(range.p10);
    expect(range.p90).to.be.at.least(range.p50);
  }
}

/** Every number within is finite and none is negative. */
function expectFinite(value: unknown): void {
  if (typeof value === "number") expect(Number.isFinite(value) && value >= 0, `${value}`).to.equal(true);
  if (typeof value === "object" && value !== null) Object.values(value).forEach(expectFinite);
}

function expectAtLeast(longer: ValueRange | null, shorter: ValueRange | null, tolerance: number): void {
  for (const quantile of ["p10", "p50", "p90"] as const) {
    expect((longer?.[quantile] ?? 0) - (shorter?.[quantile] ?? 0)).to.be.at.least(-tolerance);
  }
}
