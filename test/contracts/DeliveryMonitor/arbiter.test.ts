import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { describe, it } from "mocha";
import { type DeliveryPlan, type Hex, planValue } from "../../../protocol/index.js";
import { advanceTo, fresh, nowS } from "../../support/chain/chain.js";
import { agreeOn, dealt, enrolSensor, openDelivery } from "../../support/chain/deliveries.js";

describe("DeliveryMonitor: a delivery without an arbiter", () => {
  it("holds no money without an arbiter, unless sensors that are not the buyer's can speak for every condition", async () => {
    const d = await fresh(dealt);
    const ownHygrometer = await enrolSensor(d, d.seller, { name: "hygrometer of the seller" });
    await advanceTo((await nowS()) + 1);
    const [freezing, byBuyer] = d.plan.watches;
    const bySeller = { ...byBuyer!, sensor: ownHygrometer.device };
    const nobody = { arbiter: ZeroAddress as Hex };
    const refused: readonly Partial<DeliveryPlan>[] = [
      nobody,
      { ...nobody, heartbeatS: 0, watches: [freezing!, bySeller] },
    ];
    for (const change of refused) {
      await expect(openDelivery(d, { ...d.plan, ...change }, d.terms)).to.be.revertedWithCustomError(
        d.monitor,
        "DeliveryMonitorNeedsArbiter",
      );
    }
    const terms = d.table.terms({ currency: "NOK", conditions: [] });
    const negotiation = await agreeOn(d.table, terms, "without conditions");
    const unwatched = { ...d.plan, ...nobody, negotiation, watches: [] };
    await expect(openDelivery(d, unwatched, terms))
      .to.be.revertedWithCustomError(d.monitor, "DeliveryMonitorNeedsArbiter")
      .withArgs(await d.monitor.idOf(planValue(unwatched)));
    await openDelivery(d, { ...d.plan, ...nobody, watches: [freezing!, byBuyer!, bySeller] }, d.terms);
    const free = { ...unwatched, paysInTokens: false };
    await openDelivery(d, free, terms);
  });
});
