import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh } from "../support/chain/chain.js";
import { balancesOf, CONFIRM_S, HOUR_S, STATEMENT, underway, WARM } from "../support/chain/deliveries.js";

describe("a seller that suspends its sensor before the buyer reports what it signed, and reinstates it afterwards", () => {
  it("is not paid by time while the buyer holds a signed violation", async () => {
    const u = await fresh(underway);
    const { devices, monitor, watch, seller, buyer, freezer, delivery, plan, total } = u;
    await advanceTo(plan.startS + HOUR_S);
    await u.hear();
    // Signed while the sensor was active, within the window; not anchored yet.
    const violation = freezer.read(1, plan.startS + HOUR_S, WARM);
    await devices.connect(seller).suspend(freezer.device);
    await expect(watch.connect(buyer).report(delivery, [violation])).to.be.revertedWithCustomError(
      devices,
      "DeviceRegistryUnexpectedStatus",
    );
    await monitor.connect(seller).deliver(delivery);
    await devices.connect(seller).reinstate(freezer.device);
    await advanceTo(Number((await u.info()).arrivedAtS) + CONFIRM_S + 10);
    await expect(monitor.release(delivery))
      .to.be.revertedWithCustomError(monitor, "DeliveryMonitorNotWhole")
      .withArgs(delivery);
    // Nor by a dispute that nobody decides, however late it comes.
    await monitor.connect(buyer).dispute(delivery, STATEMENT);
    const { disputedAtS } = await u.info();
    await advanceTo(Number(disputedAtS + (await monitor.DISPUTE_PERIOD_S())) + 1);
    await monitor.lapse(delivery);
    expect(await balancesOf(u)).to.deep.equal([total, 0n, 0n]);
  });
});
