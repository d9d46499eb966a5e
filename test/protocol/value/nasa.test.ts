import { expect } from "chai";
import { describe, it } from "mocha";
import { cyclesUpTo, estimateValue } from "../../../protocol/value/index.js";
import { quantile } from "../../../protocol/value/statistics.js";
import { nasaCell } from "./support/nasa.js";
import { estimateOrCode } from "./support/refusal.js";

/**
 * What `wattproof-fade/1` says of the shipped cells at an end of life of 0.7 of 2 Ah: state of health, p10, p50, p90. A
 * change here is another method and needs another version. In truth B0005 stays below from cycle 125 on, B0006 from 109,
 * B0007 never. At cycle 20 all three have just rested: the last discharge alone gave 2 to 5 % of 2 Ah more.
 */
const GOLDEN: readonly [cell: string, atCycle: number, health: number, p10: number, p50: number, p90: number][] = [
  ["B0005", 20, 0.90139, 26, 49, 133],
  ["B0005", 40, 0.89146, 29, 49, 111],
  ["B0005", 60, 0.853005, 23, 37, 72],
  ["B0005", 80, 0.79247, 14, 22, 38],
  ["B0005", 100, 0.750775, 11, 17, 30],
  ["B0005", 120, 0.70629, 3, 5, 8],
  ["B0005", 168, 0.64673, 0, 0, 0],
  ["B0006", 20, 0.93914, 17, 30, 69],
  ["B0006", 40, 0.8905, 23, 38, 80],
  ["B0006", 60, 0.82556, 18, 28, 53],
  ["B0006", 80, 0.74676, 8, 12, 21],
  ["B0006", 100, 0.723435, 8, 11, 19],
  ["B0006", 120, 0.68165, 0, 0, 0],
  ["B0006", 168, 0.5822, 0, 0, 0],
  ["B0007", 20, 0.924265, 33, 64, 196],
  ["B0007", 40, 0.910575, 28, 47, 103],
  ["B0007", 60, 0.872515, 22, 35, 69],
  ["B0007", 80, 0.81813, 18, 28, 50],
  ["B0007", 100, 0.78761, 20, 31, 55],
  ["B0007", 120, 0.756975, 16, 25, 44],
  ["B0007", 168, 0.70317, 3, 4, 6],
];

const CELLS = ["B0005", "B0006", "B0007"];

const EVIDENCE = {
  cyclesGiven: 60,
  cyclesUsed: 60,
  firstCycle: 1,
  lastCycle: 60,
  cyclesMissing: 0,
  leftOut: [],
  referenceCapacityAh: 1.83535,
  ratedCapacityAh: 2,
  currentCapacityAh: 1.70601,
  peakCapacityAh: 1.84703,
  trendCapacityAh: 1.71581,
  endOfLife: 0.7,
  endOfLifeOf: "rated capacity",
  endOfLifeCapacityAh: 1.4,
  endOfLifeReached: false,
  curve: {
    points: 20,
    fade: 0.071496,
    exponent: 1.8,
    exponentAhead: 2.577109,
  },
  energyPerChargeWhPerAh: 3.559674,
  chemistry: null,
};

describe("residual value of the NASA cells", () => {
  for (const [cell, atCycle, health, p10, p50, p90] of GOLDEN) {
    it(`${cell} at cycle ${atCycle}: ${p50} cycles left`, () => {
      const cycles = cyclesUpTo(nasaCell(cell), atCycle);
      const estimate = estimateValue({ cycles, ratedCapacityAh: 2, endOfLife: 0.7 });
      expect(estimate.stateOfHealth).to.equal(health);
      expect(estimate.remainingCycles).to.deep.equal({ p10, p50, p90 });
      expect(estimate.method).to.equal("wattproof-fade/1");
    });
  }

  it("follow the published state of health, within 1 % in half of the cycles and 3 % in nine of ten", () => {
    const differences = CELLS.flatMap((cell) => {
      const cycles = nasaCell(cell);
      return cycles.flatMap(({ cycle, dischargeCapacityAh }) => {
        const known = cyclesUpTo(cycles, cycle);
        const estimate = estimateOrCode({ cycles: known, ratedCapacityAh: 2, endOfLife: 0.99 });
        return typeof estimate === "string" ? [] : Math.abs((estimate.stateOfHealth ?? 0) - dischargeCapacityAh / 2);
      });
    });
    expect(differences.length).to.be.above(450);
    expect(quantile(differences, 0.5)).to.be.below(0.01);
    expect(quantile(differences, 0.9)).to.be.below(0.03);
  });

  it("states its evidence", () => {
    const estimate = estimateValue({ cycles: cyclesUpTo(nasaCell("B0005"), 60), ratedCapacityAh: 2, endOfLife: 0.7 });
    expect(estimate.evidence).to.deep.equal(EVIDENCE);
  });
});
