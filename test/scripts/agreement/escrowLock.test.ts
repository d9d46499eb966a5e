import { expect } from "chai";
import { describe, it } from "mocha";
import { ZERO_HASH } from "../../../protocol/index.js";
import { lockOf } from "../../../scripts/commands/agreement/escrowLock.js";

const TERMS = {
  startS: 1000,
  endS: 2000,
  exportMeter: `0x${"ab".repeat(32)}`,
  escrow: 7n,
} as unknown as Parameters<typeof lockOf>[0];
const FACTS = { isReleased: false, settledUntilS: 1999, releaseDelayS: 500, nowS: 2499 };

describe("what an agreement locks", () => {
  it("is its escrow until the window is settled, or the delay is over", () => {
    expect(lockOf(TERMS, FACTS)).to.deep.equal({ locked: 7n, releasable: false, releasableAtS: 2500 });
    const now = { locked: 7n, releasable: true, releasableAtS: null };
    expect(lockOf(TERMS, { ...FACTS, settledUntilS: 2000 })).to.deep.equal(now);
    expect(lockOf(TERMS, { ...FACTS, nowS: 2500 })).to.deep.equal(now);
    expect(lockOf({ ...TERMS, endS: 1000 }, { ...FACTS, nowS: 5 })).to.deep.equal(now);
  });

  it("is freed by the delay alone with a grid supplier", () => {
    const grid = { ...TERMS, exportMeter: ZERO_HASH };
    expect(lockOf(grid, { ...FACTS, settledUntilS: 2000 }).releasableAtS).to.equal(2500);
    expect(lockOf(grid, { ...FACTS, nowS: 2500 }).releasable).to.equal(true);
  });

  it("is nothing once it was released, or where there was no escrow", () => {
    const none = { locked: 0n, releasable: false, releasableAtS: null };
    expect(lockOf(TERMS, { ...FACTS, isReleased: true })).to.deep.equal(none);
    expect(lockOf({ ...TERMS, escrow: 0n }, { ...FACTS, nowS: 2500 })).to.deep.equal(none);
  });
});
