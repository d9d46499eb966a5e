import { expect } from "chai";
import { describe, it } from "mocha";
import { fresh } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { balancesOf, dealt, openDelivery } from "../support/chain/deliveries.js";

describe("a buyer that is the custodian of its own goods, which never arrive", () => {
  it("does not have both goods and money: it gets them by their arrival alone", async () => {
    const d = await fresh(dealt);
    const plan = { ...d.plan, custodian: lower(d.buyer.address) };
    await expect(openDelivery(d, plan, d.terms)).to.be.revertedWithCustomError(
      d.monitor,
      "DeliveryMonitorOfferedToBuyer",
    );
    const delivery = await openDelivery(d, d.plan, d.terms);
    await expect(d.monitor.connect(d.seller).offerCustody(delivery, d.buyer)).to.be.revertedWithCustomError(
      d.monitor,
      "DeliveryMonitorOfferedToBuyer",
    );
    expect(await balancesOf(d)).to.deep.equal([0n, 0n, d.total]);
  });
});
