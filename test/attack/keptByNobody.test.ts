import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh, nowS } from "../support/chain/chain.js";
import { COLD, CONFIRM_S, HOUR_S, underway } from "../support/chain/deliveries.js";

describe("a seller that delivered nothing", () => {
  it("gets no kept condition counted for one reading", async () => {
    const u = await fresh(underway);
    await u.report([1, HOUR_S, COLD]);
    await advanceTo(u.plan.endS + CONFIRM_S + 1);
    await u.monitor.reclaim(u.delivery);
    await u.reputation.count(u.agreed);
    const standing = await u.reputation.standingAt(u.seller, await nowS());
    expect([standing.deals, standing.failedDeals, standing.keptConditions]).to.deep.equal([0n, 1n, 0n]);
  });
});
