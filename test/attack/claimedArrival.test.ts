import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { balancesOf, dealt, openDelivery, STATEMENT, withoutArbiter } from "../support/chain/deliveries.js";
import { makeLots } from "../support/chain/lots.js";

/** A delivery of a lot, without arbiter. The seller is late: the goods are still with it, and its sensor has nothing to say. */
async function late() {
  const d = await fresh(dealt);
  const lots = await makeLots({ ...d, lots: d.lots.connect(d.seller), monitor: d.seller }, "lot");
  const { plan } = await withoutArbiter(d, { lots: lots.map(lower) });
  return { ...d, plan, lot: lots[0]!, delivery: await openDelivery(d, plan, d.terms) };
}

describe("a buyer that says goods arrived which are still with the seller", () => {
  it("does not have both: the lot that nobody handed over, and its money back", async () => {
    const d = await fresh(late);
    const { monitor, lots, buyer, plan, lot, delivery, total } = d;
    await advanceTo(plan.endS + 1);
    await expect(monitor.connect(buyer).deliver(delivery))
      .to.be.revertedWithCustomError(monitor, "DeliveryMonitorNotCustodian")
      .withArgs(delivery, buyer);
    await monitor.connect(buyer).dispute(delivery, STATEMENT);
    const { disputedAtS } = await monitor.infoOf(delivery);
    await advanceTo(Number(disputedAtS + (await monitor.DISPUTE_PERIOD_S())) + 1);
    await monitor.connect(buyer).lapse(delivery);
    const [refunded] = await balancesOf(d);
    const holder = (await lots.lotOf(lot)).custodian;
    expect(refunded === total && holder === buyer.address).to.equal(false);
  });
});
