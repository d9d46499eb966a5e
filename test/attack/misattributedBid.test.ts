import { expect } from "chai";
import { describe, it } from "mocha";
import { openTender } from "../support/chain/quotations.js";

describe("a supplier that shows its bid openly in another's name, with a signature of nobody's", () => {
  it("is refused: a bid that is shown is the supplier's and can be awarded", async () => {
    const t = await openTender();
    const id = await t.ask();
    const { proposal, digest, signature } = await t.bid(id, t.seller);
    const bySeller = t.quotations.connect(t.seller);
    await bySeller.commit(id, digest);
    await t.toReveals();
    const forged = { ...proposal, proposer: t.rival.address };
    await expect(bySeller.revealOpenly(id, forged, signature))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsNotProposer")
      .withArgs(id, t.seller, t.rival);
    await expect(bySeller.revealOpenly(id, proposal, "0xbad0"))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsInvalidSignature")
      .withArgs(id, t.seller);
    expect(await t.quotations.queryFilter(t.quotations.filters.BidRevealedOpenly(id))).to.deep.equal([]);
    expect((await t.quotations.bidOf(id, t.seller)).reveals).to.equal(0n);
  });
});
