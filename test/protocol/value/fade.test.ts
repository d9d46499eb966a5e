import { expect } from "chai";
import { describe, it } from "mocha";
import { estimateValue } from "../../../protocol/value/index.js";
import { fadingCapacities, historyOf } from "./support/histories.js";

describe("the fade curve", () => {
  for (const exponent of [0.7, 1, 2, 3.5]) {
    it(`finds the exponent ${exponent} of a clean history`, () => {
      const cycles = historyOf(fadingCapacities({ startAh: 2, fade: 0.1, exponent, cycles: 400 }));
      const { curve } = estimateValue({ cycles, endOfLife: 0.8 }).evidence;
      expect(curve?.exponent).to.be.closeTo(exponent, 0.2);
      expect(curve?.fade).to.be.closeTo(0.1, 0.01);
    });
  }

  it("counts the fade from the peak after an initial rise", () => {
    const rising = Array.from({ length: 60 }, (_, index) => 2 + 0.06 * (index / 60));
    const falling = fadingCapacities({ startAh: 2.06, fade: 0.05, exponent: 2, cycles: 140 });
    const { evidence } = estimateValue({ cycles: historyOf([...rising, ...falling]), endOfLife: 0.8 });
    expect(evidence.peakCapacityAh).to.be.closeTo(2.055, 0.005);
    expect(evidence.curve?.fade).to.be.closeTo((0.05 * 2.06) / 2, 0.004);
  });

  it("expects a knee of a cell that has hardly faded, and none of one near its end", () => {
    const cycles = historyOf(fadingCapacities({ startAh: 2, fade: 0.08, exponent: 1, cycles: 200 }));
    const far = estimateValue({ cycles, endOfLife: 0.5 }).evidence.curve;
    const near = estimateValue({ cycles, endOfLife: 0.915 }).evidence.curve;
    expect((far?.exponentAhead ?? 0) - (far?.exponent ?? 0)).to.be.greaterThan(0.8);
    expect((near?.exponentAhead ?? 0) - (near?.exponent ?? 0)).to.be.lessThan(0.15);
  });

  it("goes on as docs/residual-value.md works it on paper", () => {
    const cycles = historyOf(fadingCapacities({ startAh: 2, fade: 0.06, exponent: 2, cycles: 100 }));
    const { remainingCycles, evidence } = estimateValue({ cycles, endOfLife: 0.8 });
    const { fade, exponent, exponentAhead } = evidence.curve ?? { fade: 1, exponent: 0, exponentAhead: 1 };
    const endFade = (evidence.peakCapacityAh - evidence.endOfLifeCapacityAh) / evidence.referenceCapacityAh;
    expect(exponentAhead).to.be.closeTo(exponent + 1.1 * (1 - fade / endFade), 1e-4);
    const logLife = Math.log(endFade / fade) / exponentAhead;
    expect(remainingCycles.p50).to.equal(Math.round(100 * Math.expm1(logLife)));
    expect(remainingCycles.p10).to.equal(Math.round(100 * Math.expm1(0.68 * logLife)));
    expect(remainingCycles.p90).to.equal(Math.round(100 * Math.expm1(1.65 * logLife)));
  });
});
