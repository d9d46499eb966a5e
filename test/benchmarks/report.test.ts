import { expect } from "chai";
import { describe, it } from "mocha";
import { median, type Row, standingOf } from "../../benchmarks/report/row.js";

const row = (change: Partial<Row>): Row => ({ name: "row", ours: 100, peers: {}, limit: 100, unit: "gas", ...change });

describe("benchmarks: report", () => {
  it("says how a row stands to its limit", () => {
    expect(standingOf(row({}))).to.equal("within");
    expect(standingOf(row({ ours: 100.1 }))).to.equal("over");
    expect(standingOf(row({ limit: null }))).to.equal("unlimited");
    expect(standingOf(row({ ours: null }))).to.equal("unmeasured");
  });

  it("tolerates a miss up to where it is known, and no further", () => {
    expect(standingOf(row({ ours: 120, tolerated: 120 }))).to.equal("tolerated");
    expect(standingOf(row({ ours: 121, tolerated: 120 }))).to.equal("over");
    expect(standingOf(row({ ours: 99, tolerated: 120 }))).to.equal("within");
  });

  it("takes the value in the middle, whatever the order", () => {
    expect(median([7])).to.equal(7);
    expect(median([30, 1, 2])).to.equal(2);
    expect(median([4, 1, 3, 100])).to.equal(3.5);
  });
});
