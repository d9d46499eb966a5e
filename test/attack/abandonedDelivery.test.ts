import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { CONFIRM_S, dealt, openDelivery } from "../support/chain/deliveries.js";
import { makeLots, STATE } from "../support/chain/lots.js";

/** A delivery of a lot of the seller's for which nothing was paid in. */
async function unpaid() {
  const d = await fresh(dealt);
  const lots = await makeLots({ ...d, lots: d.lots.connect(d.seller), monitor: d.seller }, "lot");
  const plan = { ...d.plan, paysInTokens: false, lots: lots.map(lower) };
  return { ...d, plan, lot: lots[0]!, delivery: await openDelivery(d, plan, d.terms) };
}

describe("a buyer that lets a delivery which failed stand open", () => {
  it("does not keep the seller from its lot", async () => {
    const d = await fresh(unpaid);
    await advanceTo(d.plan.endS + CONFIRM_S + 1);
    await d.monitor.connect(d.seller).reclaim(d.delivery);
    const { state, custodian } = await d.lots.lotOf(d.lot);
    expect([state, custodian]).to.deep.equal([STATE.kept, d.seller.address]);
  });
});
