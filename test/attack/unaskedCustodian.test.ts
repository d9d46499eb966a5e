import { expect } from "chai";
import { describe, it } from "mocha";
import { fresh } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { dealt, openDelivery, settleDelivery } from "../support/chain/deliveries.js";
import { makeLots } from "../support/chain/lots.js";

/** A plan that names a carrier who knows nothing of it. */
async function unasked() {
  const d = await fresh(dealt);
  const lots = await makeLots({ ...d, lots: d.lots.connect(d.seller), monitor: d.seller }, "lot");
  return { ...d, plan: { ...d.plan, custodian: lower(d.carrier.address), lots: lots.map(lower) }, lot: lots[0]! };
}

describe("buyer and seller that name a member who agreed to nothing", () => {
  it("do not leave a lot in its custody", async () => {
    const d = await fresh(unasked);
    const delivery = await openDelivery(d, d.plan, d.terms);
    expect(await d.lots.custodianOf(d.lot)).to.equal(d.seller.address);
    await settleDelivery({ ...d, delivery }, 0n);
    expect(await d.lots.custodianOf(d.lot)).to.equal(d.seller.address);
    await expect(d.monitor.connect(d.carrier).acceptCustody(delivery)).to.be.revertedWithCustomError(
      d.monitor,
      "DeliveryMonitorUnexpectedState",
    );
  });
});
