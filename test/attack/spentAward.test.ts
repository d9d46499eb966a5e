import { expect } from "chai";
import { describe, it } from "mocha";
import { openTender, STATE } from "../support/chain/quotations.js";

describe("a supplier that outbids everybody, and takes its bid back when it is awarded", () => {
  it("does not take the buyer's request from the others that bid", async () => {
    const t = await openTender();
    const { quotations, byBuyer, seller, rival } = t;
    const id = await t.ask();
    const honest = await t.bid(id, seller);
    const fleeting = await t.bid(id, rival, {
      terms: t.terms({ seller: rival.address.toLowerCase() as `0x${string}`, priceMicro: 1n }),
    });
    await quotations.connect(seller).commit(id, honest.digest);
    await quotations.connect(rival).commit(id, fleeting.digest);
    await t.toReveals();
    await byBuyer.award(id, fleeting.proposal, fleeting.signature);
    // Before the buyer can accept.
    await t.withdraw(fleeting.place, 1, { by: rival });
    // There is time to award another.
    await byBuyer.award(id, honest.proposal, honest.signature);
    const { ended, supplier } = await quotations.quotationOf(id);
    expect([ended, supplier]).to.deep.equal([STATE.awarded, seller.address]);
  });
});
