import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  type AutopriceInput,
  AutopriceInputInvalid,
  autoprice,
  demandAsBefore,
  type EnergyOver,
} from "../../../protocol/index.js";

const HOUR_S = 3600;
const WINDOW = { startS: 10 * HOUR_S, endS: 20 * HOUR_S };
const over = (energyWh: bigint, startS = WINDOW.startS, endS = WINDOW.endS): EnergyOver => ({ startS, endS, energyWh });

/** A floor of 0.40, a ceiling of 1.60, steps of any size. */
const input = (change: Partial<AutopriceInput> = {}): AutopriceInput => ({
  floor: 400_000n,
  ceiling: 1_600_000n,
  maxStepPpm: 1_000_000n,
  pricePerKWh: 1_000_000n,
  own: over(1_000n),
  others: [],
  demand: [],
  ...change,
});

const energies = fc.array(
  fc
    .record({ startS: fc.nat(40 * HOUR_S), lengthS: fc.integer({ min: 1, max: 20 * HOUR_S }), wh: fc.nat(1_000_000) })
    .map(({ startS, lengthS, wh }) => over(BigInt(wh), startS, startS + lengthS)),
  { maxLength: 8 },
);
const inputs = fc
  .record({
    floor: fc.bigInt({ min: 1n, max: 3_000_000n }),
    above: fc.bigInt({ min: 0n, max: 3_000_000n }),
    maxStepPpm: fc.bigInt({ min: 1n, max: 1_000_000n }),
    pricePerKWh: fc.bigInt({ min: 1n, max: 9_000_000n }),
    ownWh: fc.bigInt({ min: 0n, max: 1_000_000n }),
    others: energies,
    demand: energies,
  })
  .map(({ above, ownWh, ...rest }) => ({ ...rest, ceiling: rest.floor + above, own: over(ownWh) }));

describe("autoprice", () => {
  describe("by worked examples", () => {
    it("asks the floor where all demand is met, and where there is none", () => {
      expect(autoprice(input({ demand: [over(1_000n)] })).targetPerKWh).to.equal(400_000n);
      expect(autoprice(input()).targetPerKWh).to.equal(400_000n);
    });

    it("asks the ceiling where nothing is offered", () => {
      expect(autoprice(input({ own: over(0n), demand: [over(1n)] })).targetPerKWh).to.equal(1_600_000n);
    });

    it("asks 0.64 where half of the demand is met", () => {
      // 0.4 × 1.6 × 2 ÷ (1.2 × 1 + 0.4 × 2) = 0.64
      const { targetPerKWh, supplyWh, demandWh } = autoprice(input({ demand: [over(2_000n)] }));
      expect({ targetPerKWh, supplyWh, demandWh }).to.deep.equal({
        targetPerKWh: 640_000n,
        supplyWh: 1_000n,
        demandWh: 2_000n,
      });
    });

    it("counts of others what falls into its own window", () => {
      const others = [
        over(600n, 15 * HOUR_S, 25 * HOUR_S),
        over(500n, 20 * HOUR_S, 21 * HOUR_S),
        over(500n, 9 * HOUR_S, 10 * HOUR_S),
        over(800n, 0, 40 * HOUR_S),
      ];
      expect(autoprice(input({ others })).supplyWh).to.equal(1_000n + 300n + 200n);
    });

    it("moves by no more than its step, and by one unit at least", () => {
      expect(autoprice(input({ maxStepPpm: 50_000n })).pricePerKWh).to.equal(950_000n);
      const demand = [over(1_000_000n)];
      expect(autoprice(input({ maxStepPpm: 50_000n, demand })).pricePerKWh).to.equal(1_050_000n);
      expect(autoprice(input({ floor: 1n, pricePerKWh: 5n, maxStepPpm: 1n })).pricePerKWh).to.equal(4n);
    });

    it("comes within its bounds at once", () => {
      expect(autoprice(input({ maxStepPpm: 1n, pricePerKWh: 9_000_000n })).pricePerKWh).to.equal(1_600_000n);
      expect(autoprice(input({ maxStepPpm: 1n, pricePerKWh: 1n })).pricePerKWh).to.equal(400_000n);
    });

    it("expects of consumers what they did before", () => {
      const demand = demandAsBefore(7_000n, 7 * 24 * HOUR_S, { startS: 0, endS: 24 * HOUR_S });
      expect(demand).to.deep.equal(over(1_000n, 0, 24 * HOUR_S));
    });
  });

  describe("whatever the market is", () => {
    it("stays within floor and ceiling, and within its step if it was there", () => {
      fc.assert(
        fc.property(inputs, (each) => {
          const { pricePerKWh: next, targetPerKWh } = autoprice(each);
          for (const price of [next, targetPerKWh]) {
            expect(price >= each.floor && price <= each.ceiling).to.equal(true);
          }
          const before = each.pricePerKWh;
          if (before < each.floor || before > each.ceiling) return;
          const moved = next > before ? next - before : before - next;
          const step = (before * each.maxStepPpm) / 1_000_000n;
          expect(moved <= (step > 1n ? step : 1n)).to.equal(true);
        }),
      );
    });

    it("asks no more where more is offered, and no less where more is wanted", () => {
      fc.assert(
        fc.property(inputs, energies, (each, more) => {
          const { pricePerKWh } = autoprice(each);
          expect(autoprice({ ...each, others: [...each.others, ...more] }).pricePerKWh <= pricePerKWh).to.equal(true);
          expect(autoprice({ ...each, demand: [...each.demand, ...more] }).pricePerKWh >= pricePerKWh).to.equal(true);
        }),
      );
    });

    it("does not depend on the order of what it is told, and arrives if nothing changes", () => {
      fc.assert(
        fc.property(inputs, (each) => {
          const reversed = { ...each, others: [...each.others].reverse(), demand: [...each.demand].reverse() };
          expect(autoprice(reversed)).to.deep.equal(autoprice(each));
          const quick = { ...each, maxStepPpm: 1_000_000n };
          let price = each.pricePerKWh;
          for (let run = 0; run < 40; run += 1) price = autoprice({ ...quick, pricePerKWh: price }).pricePerKWh;
          expect(price).to.equal(autoprice(each).targetPerKWh);
        }),
      );
    });
  });

  for (const [what, change] of [
    ["a floor of zero", { floor: 0n }],
    ["a ceiling below the floor", { ceiling: 399_999n }],
    ["no step", { maxStepPpm: 0n }],
    ["a step beyond the whole price", { maxStepPpm: 1_000_001n }],
    ["a price of zero", { pricePerKWh: 0n }],
    ["a window that runs backwards", { own: over(1n, 2, 1) }],
    ["energy below zero", { demand: [over(-1n)] }],
    ["a time that is none", { others: [over(1n, Number.NaN)] }],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => autoprice(input(change))).to.throw(AutopriceInputInvalid);
    });
  }
});
