import { expect } from "chai";
import { describe, it } from "mocha";
import { estimateValue, VALUE_METHOD, type ValueInput, valueCycleOf } from "../../../protocol/value/index.js";
import { fadingCapacities, historyOf } from "./support/histories.js";
import { estimateOrCode } from "./support/refusal.js";

const CYCLES = historyOf(fadingCapacities({ startAh: 1.9, fade: 0.08, exponent: 2, cycles: 100 }));
const WITH_ENERGY = CYCLES.map((cycle) => ({ ...cycle, dischargeEnergyWh: cycle.dischargeCapacityAh * 3.5 }));
const EUR = { currency: "EUR", perKWhThroughput: 0.04 };

describe("residual value's input", () => {
  it("takes the end of life of the rated capacity if that is given, else of the reference", () => {
    const ofRated = estimateValue({ cycles: CYCLES, ratedCapacityAh: 2, endOfLife: 0.8 });
    const ofReference = estimateValue({ cycles: CYCLES, endOfLife: 0.8 });
    expect(ofRated.evidence.endOfLifeOf).to.equal("rated capacity");
    expect(ofRated.evidence.endOfLifeCapacityAh).to.equal(1.6);
    expect(ofReference.evidence.endOfLifeOf).to.equal("reference");
    expect(ofReference.evidence.endOfLifeCapacityAh).to.be.closeTo(1.52, 0.001);
    expect(ofReference.stateOfHealth).to.equal(null);
    expect(ofRated.stateOfHealth).to.be.closeTo((1.9 * 0.9232) / 2, 0.002);
    expect(ofRated.capacityFade).to.be.closeTo(1 - (ofRated.stateOfHealth ?? 0), 1e-6);
    expect(ofReference.capacityFade).to.be.closeTo(1 - ofReference.relativeHealth, 1e-6);
    expect(ofReference.remainingCycles.p50).to.be.greaterThan(ofRated.remainingCycles.p50);
    expect(ofRated.method).to.equal(VALUE_METHOD);
  });

  it("repeats the chemistry and is not swayed by it", () => {
    const lfp = estimateValue({ cycles: CYCLES, endOfLife: 0.8, chemistry: "LFP" });
    const unknown = estimateValue({ cycles: CYCLES, endOfLife: 0.8 });
    expect(lfp.evidence.chemistry).to.equal("LFP");
    expect(unknown.evidence.chemistry).to.equal(null);
    expect(lfp.remainingCycles).to.deep.equal(unknown.remainingCycles);
  });

  it("values the throughput that is left, and the scrap after it", () => {
    const estimate = estimateValue({ cycles: WITH_ENERGY, endOfLife: 0.8, prices: { ...EUR, scrap: 0.5 } });
    const { remainingEnergyThroughputKWh: energy, remainingCycles, value } = estimate;
    const fullKWh = (1.9 * 3.5) / 1000;
    expect(energy?.p50).to.be.within(remainingCycles.p50 * 0.8 * fullKWh, remainingCycles.p50 * 0.93 * fullKWh);
    expect(value?.p50).to.be.closeTo((energy?.p50 ?? 0) * 0.04 + 0.5, 1e-5);
    expect(value?.currency).to.equal("EUR");
  });

  it("gives neither throughput nor value where no energy was measured", () => {
    const estimate = estimateValue({ cycles: CYCLES, endOfLife: 0.8, prices: EUR });
    expect(estimate.remainingEnergyThroughputKWh).to.equal(null);
    expect(estimate.value).to.equal(null);
  });

  const refused: readonly [string, Partial<ValueInput>, string][] = [
    ["an end of life of 1", { endOfLife: 1 }, "ValueInputInvalid"],
    ["an end of life in per cent", { endOfLife: 80 }, "ValueInputInvalid"],
    ["an end of life that is no number", { endOfLife: Number.NaN }, "ValueInputInvalid"],
    ["an end of life that no cell was compared with", { endOfLife: 0.49 }, "ValueEndOfLifeUnsupported"],
    ["a rated capacity in mAh", { ratedCapacityAh: 2000 }, "ValueInputInvalid"],
    ["a rated capacity that is no number", { ratedCapacityAh: Number.NaN }, "ValueInputInvalid"],
    ["a price below zero", { prices: { ...EUR, perKWhThroughput: -1 } }, "ValueInputInvalid"],
    ["a scrap's price that is no number", { prices: { ...EUR, scrap: Number.NaN } }, "ValueInputInvalid"],
    ["prices without a currency", { prices: { ...EUR, currency: "" } }, "ValueInputInvalid"],
  ];
  for (const [what, input, code] of refused) {
    it(`refuses ${what}`, () => {
      expect(estimateOrCode({ cycles: CYCLES, endOfLife: 0.8, ...input })).to.equal(code);
    });
  }

  it("takes a record's µAh and µWh", () => {
    const micro = { cycle: 3, dischargeMicroAh: 1_856_490n };
    expect(valueCycleOf(micro)).to.deep.equal({ cycle: 3, dischargeCapacityAh: 1.85649 });
    expect(valueCycleOf({ ...micro, dischargeMicroWh: 6_608_680n }).dischargeEnergyWh).to.equal(6.60868);
  });
});
