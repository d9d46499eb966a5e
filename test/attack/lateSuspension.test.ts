import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh, nextBlockAt } from "../support/chain/chain.js";
import { CONFIRM_S, DAY_S, HOUR_S, underway } from "../support/chain/deliveries.js";

/** A delivery whose sensors were heard as often as they must be, and whose goods come in the last second of being late. */
async function late() {
  const u = await fresh(underway);
  const beats = Array.from({ length: (2 * DAY_S) / HOUR_S }, (_, at) => (at + 1) * HOUR_S);
  await advanceTo(u.plan.endS + 1);
  const readings = beats.map((afterS, at) => u.freezer.read(at + 1, u.plan.startS + afterS, -20_000n));
  await u.watch.report(u.delivery, readings);
  await nextBlockAt(u.plan.endS + CONFIRM_S);
  await u.monitor.connect(u.seller).deliver(u.delivery);
  return u;
}

describe("a seller that is as late as it may be, and suspends its sensor as soon as the goods arrived", () => {
  it("is not paid by time while the buyer holds what the sensor signed, and cannot report it", async () => {
    const u = await fresh(late);
    const { arrivedAtS } = await u.monitor.infoOf(u.delivery);
    expect(await u.watch.isWhole(u.delivery, Number(arrivedAtS) + CONFIRM_S)).to.equal(true);
    await nextBlockAt(Number(arrivedAtS) + 1);
    await u.devices.connect(u.seller).suspend(u.freezer.device);
    await nextBlockAt(Number(arrivedAtS) + CONFIRM_S + 1);
    await expect(u.monitor.release(u.delivery))
      .to.be.revertedWithCustomError(u.monitor, "DeliveryMonitorNotWhole")
      .withArgs(u.delivery);
  });
});
