import { expect } from "chai";
import { describe, it } from "mocha";
import type { AwaitedInterval } from "../../../oracle/settlement/index.js";
import { describeWaiting } from "../../../scripts/settle/describeWaiting.js";

const END_S = Date.UTC(2027, 5, 1, 10) / 1000;
const METER = `0x${"ab".repeat(32)}` as const;

const awaited = (change: Partial<AwaitedInterval>): AwaitedInterval => ({
  ...{ exportMeter: METER, startS: END_S - 3600, endS: END_S, isOver: true },
  ...{ lacks: [], chainS: END_S - 60, deadlineS: END_S + 86_400, ...change },
});
const said = (change: Partial<AwaitedInterval>, leaveOut = false) =>
  describeWaiting({ waiting: [awaited(change)], readings: 4, intervals: 0, leaveOut }).join("\n");

describe("settle: what it waits for", () => {
  it("says that the chain's time is before the end of an interval that lacks nothing", () => {
    const words = said({});
    expect(words).to.include("to 2027-06-01T10:00Z lacks nothing, but the chain's time is 2027-06-01T09:59Z");
    expect(words).to.include("after the next block");
  });

  it("says the chain's time of an interval that is not over", () => {
    expect(said({ isOver: false })).to.include("is not over; the chain's time is 2027-06-01T09:59Z.");
  });

  it("says when a meter was heard last, and from when on --leave-out closes the interval", () => {
    const lacks = [{ meter: METER, needs: "reading", atS: END_S, latestS: END_S - 1020 }] as const;
    const words = said({ lacks, chainS: END_S + 60 }, true);
    expect(words).to.include("its reading at 2027-06-01T10:00Z (its latest here is of 2027-06-01T09:43Z)");
    expect(words).to.include("or for 2027-06-02T10:00Z, from when on --leave-out closes it");
    expect(words).to.include("the chain's time is 2027-06-01T10:01Z");
  });

  it("says that files hold no reading", () => {
    const nothing = { waiting: [], readings: 0, intervals: 0, leaveOut: false };
    expect(describeWaiting(nothing)).to.deep.equal(["The files hold no meter reading."]);
  });
});
