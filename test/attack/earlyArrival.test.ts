import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh } from "../support/chain/chain.js";
import { balancesOf, CONFIRM_S, HOUR_S, underway } from "../support/chain/deliveries.js";

describe("a buyer that says the goods arrived before the sensors said anything", () => {
  it("does not cut off the evidence that would pay the seller", async () => {
    const u = await fresh(underway);
    const { monitor, buyer, seller, delivery, plan, total } = u;
    await expect(monitor.connect(buyer).deliver(delivery))
      .to.be.revertedWithCustomError(monitor, "DeliveryMonitorNotCustodian")
      .withArgs(delivery, buyer);
    await advanceTo(plan.startS + HOUR_S);
    await u.hear();
    await monitor.connect(seller).deliver(delivery);
    await advanceTo(Number((await u.info()).arrivedAtS) + CONFIRM_S + 1);
    await monitor.release(delivery);
    expect(await balancesOf(u)).to.deep.equal([0n, total, 0n]);
  });
});
