import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh } from "../support/chain/chain.js";
import {
  balancesOf,
  DAY_S,
  dealt,
  openDelivery,
  STATEMENT,
  WARM,
  withoutArbiter,
} from "../support/chain/deliveries.js";

/** A delivery without arbiter. */
async function unarbitrated() {
  const d = await fresh(dealt);
  const { plan } = await withoutArbiter(d);
  return { ...d, plan, delivery: await openDelivery(d, plan, d.terms) };
}

describe("a seller that says the goods arrived in the delivery's first second", () => {
  it("is not paid by time for conditions of which nothing was heard, against the buyer's dispute", async () => {
    const d = await fresh(unarbitrated);
    const { monitor, watch, freezer, buyer, seller, plan, delivery, total } = d;
    await advanceTo(plan.startS);
    await monitor.connect(seller).deliver(delivery);
    await monitor.connect(buyer).dispute(delivery, STATEMENT);
    // The goods are still on the way, and spoil; the contract wants to know no more of it.
    await advanceTo(plan.startS + DAY_S);
    await expect(watch.report(delivery, [freezer.read(1, plan.startS + DAY_S, WARM)])).to.be.revertedWithCustomError(
      watch,
      "ConditionWatchOutsideWindow",
    );
    const { disputedAtS } = await monitor.infoOf(delivery);
    await advanceTo(Number(disputedAtS + (await monitor.DISPUTE_PERIOD_S())) + 1);
    expect((await monitor.outcomeOf(delivery)).keptConditions).to.equal(0n);
    await monitor.lapse(delivery);
    expect(await balancesOf(d)).to.deep.equal([total, 0n, 0n]);
  });
});
