import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { reputationOf, type Sums } from "../../deals/index.js";

const sums = (ratings: bigint, scoreSum: bigint, keptConditions = 0n, brokenConditions = 0n): Sums => ({
  ...{ ratings, scoreSum, failedDeals: 0n, keptConditions, brokenConditions },
});

const anySums = fc
  .record({ ratings: fc.nat(1000), kept: fc.nat(1000), broken: fc.nat(1000), more: fc.nat(4000) })
  .map(({ ratings, kept, broken, more }) => {
    const count = BigInt(ratings);
    return sums(count, count + (BigInt(more) % (4n * count + 1n)), BigInt(kept), BigInt(broken));
  });

describe("reputation in millionths", () => {
  it("is one half of who is unknown, and moves with each deal", () => {
    expect(reputationOf(sums(0n, 0n))).to.equal(500_000n);
    expect(reputationOf(sums(1n, 5n))).to.equal(666_666n);
    expect(reputationOf(sums(1n, 1n))).to.equal(333_333n);
    expect(reputationOf(sums(1n, 3n))).to.equal(500_000n);
    expect(reputationOf(sums(0n, 0n, 8n, 0n))).to.equal(900_000n);
    expect(reputationOf(sums(2n, 10n, 0n, 2n))).to.equal(500_000n);
    expect(reputationOf({ ...sums(2n, 10n), failedDeals: 2n })).to.equal(500_000n);
  });

  it("stays between none and all, grows with what is kept and falls with what is broken", () => {
    fc.assert(
      fc.property(anySums, (s) => {
        const value = reputationOf(s);
        expect(value > 0n && value < 1_000_000n).to.equal(true);
        expect(reputationOf({ ...s, keptConditions: s.keptConditions + 1n }) >= value).to.equal(true);
        expect(reputationOf({ ...s, brokenConditions: s.brokenConditions + 1n }) <= value).to.equal(true);
        expect(reputationOf({ ...s, failedDeals: s.failedDeals + 1n }) <= value).to.equal(true);
      }),
    );
  });
});
