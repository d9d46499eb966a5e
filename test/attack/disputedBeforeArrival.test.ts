import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh } from "../support/chain/chain.js";
import {
  balancesOf,
  DAY_S,
  DRY,
  dealt,
  HOUR_S,
  openDelivery,
  STATEMENT,
  sayAllIsWell,
  withoutArbiter,
} from "../support/chain/deliveries.js";

/** A delivery without arbiter, whose sensors need not be heard often, and were. */
async function unarbitrated() {
  const d = await fresh(dealt);
  const { plan, dampness } = await withoutArbiter(d, { heartbeatS: 2 * DAY_S });
  const delivery = await openDelivery(d, plan, d.terms);
  await advanceTo(plan.startS + HOUR_S);
  await sayAllIsWell(d, delivery);
  await d.watch.report(delivery, [dampness.read(1, plan.startS + HOUR_S, DRY, "humidity")]);
  return { ...d, plan, delivery };
}

describe("a buyer that disputes in the first second after the end", () => {
  it("does not take from the seller the time to be late, and keep goods and money", async () => {
    const d = await fresh(unarbitrated);
    const { monitor, buyer, seller, plan, delivery, total } = d;
    await advanceTo(plan.endS + 1);
    await monitor.connect(buyer).dispute(delivery, STATEMENT);
    const { disputedAtS } = await monitor.infoOf(delivery);
    // Late, but within confirmWithinS.
    await advanceTo(plan.endS + DAY_S);
    await monitor.connect(seller).deliver(delivery);
    await advanceTo(Number(disputedAtS + (await monitor.DISPUTE_PERIOD_S())) + 1);
    await monitor.lapse(delivery);
    expect(await balancesOf(d)).to.deep.equal([0n, total, 0n]);
  });
});
