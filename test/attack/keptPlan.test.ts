import { expect } from "chai";
import { describe, it } from "mocha";
import { deliveryIdOf, openedTerms, planValue } from "../../protocol/index.js";
import { advanceTo, fresh, nowS } from "../support/chain/chain.js";
import { balancesOf, dealt, placeOf, STATEMENT, signPlan } from "../support/chain/deliveries.js";

/** Each party signed the plan, and gave it to the other. */
async function signed() {
  const d = await fresh(dealt);
  return { ...d, byBuyer: await signPlan(d, d.plan, d.buyer), bySeller: await signPlan(d, d.plan, d.seller) };
}

describe("a party that keeps what the other signed until a second before the delivery's end", () => {
  it("as the buyer, does not have a delivery fail that could not be kept, on the seller's record", async () => {
    const d = await fresh(signed);
    const { monitor, reputation, buyer, seller, plan, bySeller } = d;
    await advanceTo(plan.endS - 2);
    await monitor
      .connect(buyer)
      .open(planValue(plan), openedTerms(d.terms), "0x", bySeller)
      .catch(() => undefined);
    await advanceTo(plan.endS + plan.confirmWithinS + 1);
    const delivery = deliveryIdOf(await placeOf(d), plan);
    await monitor
      .connect(buyer)
      .reclaim(delivery)
      .then(() => reputation.count(plan.negotiation))
      .catch(() => undefined);
    expect((await reputation.standingAt(seller, await nowS())).failedDeals).to.equal(0n);
  });

  it("as the seller, does not lock the buyer's money for half a year", async () => {
    const d = await fresh(signed);
    const { monitor, seller, plan, byBuyer, total } = d;
    await advanceTo(plan.endS - 2);
    await monitor
      .connect(seller)
      .open(planValue(plan), openedTerms(d.terms), byBuyer, "0x")
      .catch(() => undefined);
    await advanceTo(plan.endS + 1);
    await monitor
      .connect(seller)
      .dispute(deliveryIdOf(await placeOf(d), plan), STATEMENT)
      .catch(() => undefined);
    expect(await balancesOf(d)).to.deep.equal([total, 0n, 0n]);
  });
});
