import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh, nowS } from "../../support/chain/chain.js";
import {
  arrived,
  COLD,
  CONFIRM_S,
  DAY_S,
  earned,
  STATE,
  settleDelivery,
  spoiled,
  underway,
  WARM,
} from "../../support/chain/deliveries.js";
import { CATEGORY, COMMENT } from "../../support/chain/reputation.js";

describe("Reputation: of real deliveries", () => {
  it("refuses to rate one that is under way or has arrived", async () => {
    for (const [set, state] of [
      [underway, STATE.underway],
      [arrived, STATE.delivered],
    ] as const) {
      const { reputation, buyer, agreed } = await fresh(set);
      await expect(reputation.connect(buyer).rate(agreed, 5, CATEGORY.quality, COMMENT))
        .to.be.revertedWithCustomError(reputation, "ReputationNotClosed")
        .withArgs(agreed, state);
    }
  });

  it("counts a condition that its sensor saw broken, for the seller, once the parties settled", async () => {
    const u = await fresh(spoiled);
    const { reputation, buyer, seller, agreed, state } = u;
    await settleDelivery(u, 0n, 1);
    expect(await state()).to.equal(STATE.settled);
    await expect(reputation.connect(buyer).rate(agreed, 2, CATEGORY.quality, COMMENT))
      .to.emit(reputation, "DealCounted")
      .withArgs(agreed, seller, true, 1, 1);
    await reputation.connect(seller).rate(agreed, 5, CATEGORY.payment, COMMENT);
    const atS = await nowS();
    expect([...(await reputation.standingAt(seller, atS))]).to.deep.equal([1n, 2n, 1n, 0n, 1n, 1n]);
    expect([...(await reputation.standingAt(buyer, atS))]).to.deep.equal([1n, 5n, 0n, 0n, 0n, 0n]);
    expect([...(await reputation.standingAt(seller, atS - DAY_S))]).to.deep.equal([0n, 0n, 0n, 0n, 0n, 0n]);
  });

  it("counts conditions that their sensors saw kept", async () => {
    const u = await fresh(earned);
    const { reputation, seller, stranger, agreed, total } = u;
    await settleDelivery(u, total);
    await reputation.connect(stranger).count(agreed);
    expect([...(await reputation.standingAt(seller, await nowS()))]).to.deep.equal([0n, 0n, 1n, 0n, 2n, 0n]);
  });

  it("counts as failed what never arrived, with what its sensors saw broken", async () => {
    const u = await fresh(underway);
    const { reputation, monitor, seller, agreed, plan, delivery } = u;
    await u.report([1, 0, COLD], [2, 1, WARM]);
    await advanceTo(plan.endS + CONFIRM_S + 1);
    await monitor.reclaim(delivery);
    await reputation.count(agreed);
    expect([...(await reputation.standingAt(seller, await nowS()))]).to.deep.equal([0n, 0n, 0n, 1n, 0n, 1n]);
  });
});
