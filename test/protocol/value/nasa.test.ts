import { expect } from "chai";
import { describe, it } from "mocha";
import { cyclesUpTo, estimateValue } from "../../../protocol/index.js";
import { nasaCell } from "./support/nasa.js";

describe("residual value of the NASA cells", () => {
  for (const cell of ["B0005", "B0006", "B0007"]) {
    it(`${cell}: health as published, and a range of what is left`, () => {
      const cycles = cyclesUpTo(nasaCell(cell), 40);
      const estimate = estimateValue({ cycles, ratedCapacityAh: 2, endOfLife: 0.7 });
      const last = cycles.at(-1)?.dischargeCapacityAh ?? 0;
      expect(estimate.stateOfHealth).to.be.closeTo(last / 2, 0.02);
      expect(estimate.remainingCycles.p10).to.be.at.most(estimate.remainingCycles.p50);
      expect(estimate.remainingCycles.p50).to.be.at.most(estimate.remainingCycles.p90);
      expect(estimate.remainingEnergyThroughputKWh?.p50).to.be.greaterThan(0);
    });
  }
});
