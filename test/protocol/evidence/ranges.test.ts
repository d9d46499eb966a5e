import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { type Range, RangeSet } from "../../../protocol/evidence/ranges.js";

const range = fc
  .tuple(fc.nat(40), fc.nat(6))
  .map(([from, more]): Range => ({ from: BigInt(from), to: BigInt(from + more) }));

function members({ from, to }: Range): bigint[] {
  return Array.from({ length: Number(to - from) + 1 }, (_, index) => from + BigInt(index));
}

describe("RangeSet", () => {
  it("knows what is in it and what is missing from any range", () => {
    fc.assert(
      fc.property(fc.array(range), range, (ranges, asked) => {
        const inside = new Set(ranges.flatMap(members));
        const set = new RangeSet(ranges);
        expect(set.intersects(asked)).to.equal(members(asked).some((each) => inside.has(each)));
        const missing = set.missingFrom(asked);
        expect(missing.flatMap(members)).to.deep.equal(members(asked).filter((each) => !inside.has(each)));
        missing.slice(1).forEach((run, index) => {
          expect(run.from > (missing[index] as Range).to + 1n, "runs do not touch").to.equal(true);
        });
      }),
      { numRuns: 500 },
    );
  });
});
