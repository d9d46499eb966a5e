import { expect } from "chai";
import { describe, it } from "mocha";
import { estimateValue, WattproofError } from "../../../protocol/index.js";
import { estimateOrCode } from "./support/refusal.js";

const healthy = Array.from({ length: 100 }, (_, at) => ({
  cycle: at + 1,
  dischargeCapacityAh: 2 - 0.001 * at - 0.00001 * at * at,
}));
const remaining = (cycles: typeof healthy) => {
  try {
    return estimateValue({ cycles, endOfLife: 0.7 }).remainingCycles.p50;
  } catch (error) {
    if (error instanceof WattproofError) return 0;
    throw error;
  }
};
const ending = (count: number, dischargeCapacityAh: number) => [
  ...healthy,
  ...Array.from({ length: count }, (_, at) => ({ cycle: 101 + at, dischargeCapacityAh })),
];
const codeOf = (cycles: typeof healthy) => {
  const estimate = estimateOrCode({ cycles, endOfLife: 0.7 });
  return typeof estimate === "string" ? estimate : "estimated";
};

describe("attack: a battery that collapsed at the end of what its seller shows", () => {
  for (const bad of [3, 6]) {
    it(`is not worth more for ${bad} last cycles at less than half of its capacity`, () => {
      const collapsed = Array.from({ length: bad }, (_, at) => ({ cycle: 101 + at, dischargeCapacityAh: 0.9 }));
      expect(remaining([...healthy, ...collapsed])).to.be.at.most(remaining(healthy));
    });
  }

  it("is worth more for no number of last cycles, whatever they gave", () => {
    for (let count = 1; count <= 60; count++) {
      for (const capacityAh of [0, 0.2, 0.9, 1.4, 1.5, 1.6]) {
        const shown = `${count} cycles at ${capacityAh} Ah`;
        expect(remaining(ending(count, capacityAh)), shown).to.be.at.most(remaining(healthy));
      }
    }
  });

  it("is refused from the third low one on, as is one that gives nothing any more", () => {
    expect([1, 2].map((count) => codeOf(ending(count, 0.9)))).to.deep.equal(["estimated", "estimated"]);
    for (const count of [3, 4, 5, 6]) expect(codeOf(ending(count, 0.9)), `${count}`).to.equal("ValueTodayUnknown");
    expect(codeOf(ending(40, 0))).to.equal("ValueTodayUnknown");
  });

  it("is at the end of its life once the low ones are too many to have been cut short", () => {
    for (const count of [7, 8, 12, 30]) {
      const { evidence, remainingCycles } = estimateValue({ cycles: ending(count, 0.9), endOfLife: 0.7 });
      expect(evidence.endOfLifeReached, `${count}`).to.equal(true);
      expect(remainingCycles.p90).to.equal(0);
    }
  });

  it("is told from discharges that were cut short by a full one after them", () => {
    const full = [...ending(5, 0.9), { cycle: 106, dischargeCapacityAh: 1.79 }];
    const { evidence, remainingCycles } = estimateValue({ cycles: full, endOfLife: 0.7 });
    expect(evidence.leftOut).to.deep.equal([{ reason: "partialDischarge", count: 5 }]);
    expect(remainingCycles.p50).to.be.closeTo(remaining(healthy), 8);
    const collapsed = [...ending(6, 0.9), { cycle: 107, dischargeCapacityAh: 0.9 }];
    expect(remaining(collapsed)).to.equal(0);
  });
});
