import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { chunksOf } from "../../../scripts/commands/certificate/chunks.js";

const all = (count: number, value: boolean) => Array.from({ length: count }, () => value);
/** Heads of which only the present one is proven. */
const unproven = (count: number) => [...all(count, false), true];

describe("certificate issue: chunks", () => {
  it("are none where nothing is to be certified", () => {
    expect(chunksOf({ sizes: [], isPending: [], isProven: [true] })).to.deep.equal([]);
    expect(chunksOf({ sizes: [5, 5], isPending: all(2, false), isProven: unproven(2) })).to.deep.equal([]);
  });

  it("go from the newest interval back, as many at once as one transaction takes", () => {
    const sizes = Array.from({ length: 100 }, () => 5);
    expect(chunksOf({ sizes, isPending: all(100, true), isProven: unproven(100) })).to.deep.equal([
      { from: 58, to: 100 },
      { from: 16, to: 58 },
      { from: 0, to: 16 },
    ]);
  });

  it("take at least one interval, however many members it has", () => {
    const wide = { sizes: [400, 400], isPending: all(2, true), isProven: unproven(2) };
    expect(chunksOf(wide)).to.deep.equal([
      { from: 1, to: 2 },
      { from: 0, to: 1 },
    ]);
  });

  it("reach back no further than needed, and begin at what is proven already", () => {
    const isPending = [false, true, false, true, false, false];
    const sizes = all(6, true).map(() => 5);
    expect(chunksOf({ sizes, isPending, isProven: unproven(6) })).to.deep.equal([{ from: 1, to: 6 }]);
    const isProven = [false, false, true, false, true, false, true];
    expect(chunksOf({ sizes, isPending, isProven })).to.deep.equal([{ from: 1, to: 4 }]);
  });

  it("always lead to what is proven by then, cover all that is pending, and never overlap", () => {
    const interval = fc.record({ size: fc.integer({ min: 1, max: 120 }), pending: fc.boolean(), proven: fc.boolean() });
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 60 }), (given) => {
        const isPending = given.map(({ pending }) => pending);
        const isProven = [...given.map(({ proven }) => proven), true];
        const chunks = chunksOf({ sizes: given.map(({ size }) => size), isPending, isProven });
        const known = [...isProven];
        let reached = given.length;
        for (const { from, to } of chunks) {
          expect(known[to]).to.equal(true);
          expect(from < to && to <= reached).to.equal(true);
          known[from] = true;
          reached = from;
        }
        const covered = given.map((_, at) => chunks.some(({ from, to }) => from <= at && at < to));
        expect(covered.every((is, at) => is || !isPending[at])).to.equal(true);
      }),
    );
  });
});
