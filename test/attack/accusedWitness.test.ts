import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh } from "../support/chain/chain.js";
import { balancesOf, CONFIRM_S, earned, STATEMENT } from "../support/chain/deliveries.js";
import { EVIDENCE, enrolGateway, FINDING, IncidentCategory } from "../support/chain/incidents.js";

/** As `earned`, and every other member than the seller has a gateway. */
async function earnedAmongNeighbours() {
  const u = await fresh(earned);
  const neighbours = [];
  for (const account of [u.buyer, u.rival, u.carrier, u.maker, u.grid]) {
    neighbours.push({ account, gateway: await enrolGateway(u, account) });
  }
  return { ...u, neighbours };
}

describe("a buyer that has the goods, and has the seller's sensor accused afterwards", () => {
  it("does not have its money back: what others cleared takes nothing from the evidence", async () => {
    const u = await fresh(earnedAmongNeighbours);
    const { incidents, devices, monitor, freezer, buyer, delivery, neighbours, total } = u;
    const { arrivedAtS } = await u.info();
    // All was said and heard, the goods arrived, and the time to confirm and to dispute is over.
    await advanceTo(Number(arrivedAtS) + CONFIRM_S + 1);
    const quorum = Number(await incidents.quorum());
    for (const { account, gateway } of neighbours.slice(0, quorum)) {
      await incidents.connect(account).report(freezer.device, gateway, IncidentCategory.ImplausibleData, EVIDENCE);
    }
    // The others find nothing; whoever was talked into it takes it back. It lasted for seconds.
    for (const { account } of neighbours.slice(-quorum))
      await incidents.connect(account).clear(freezer.device, FINDING);
    expect(Number((await devices.deviceOf(freezer.device)).status)).to.equal(2);
    await monitor
      .connect(buyer)
      .dispute(delivery, STATEMENT)
      .then(async () => {
        const { disputedAtS } = await monitor.infoOf(delivery);
        await advanceTo(Number(disputedAtS + (await monitor.DISPUTE_PERIOD_S())) + 1);
        await monitor.connect(buyer).lapse(delivery);
      })
      // Where it is earned still, it is too late to dispute.
      .catch(() => monitor.release(delivery));
    expect(await balancesOf(u)).to.deep.equal([0n, total, 0n]);
  });
});
