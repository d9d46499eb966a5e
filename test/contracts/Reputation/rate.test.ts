import { expect } from "chai";
import { describe, it } from "mocha";
import { DELIVERY_STATES, ZERO_HASH } from "../../../protocol/index.js";
import { chain, fresh, nowS } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { CATEGORIES, CATEGORY, COMMENT, court } from "../../support/chain/reputation.js";

describe("Reputation: rate", () => {
  it("lets each party of a closed deal rate the other, once, in a category", async () => {
    const { reputation, buyer, seller, end } = await fresh(court);
    const deal = await end("deal");
    await expect(reputation.connect(buyer).rate(deal, 4, CATEGORY.quality, COMMENT))
      .to.emit(reputation, "Rated")
      .withArgs(deal, seller, buyer, 4, CATEGORY.quality, COMMENT);
    const firstS = BigInt(await nowS());
    await expect(reputation.connect(seller).rate(deal, 5, CATEGORY.payment, ZERO_HASH))
      .to.emit(reputation, "Rated")
      .withArgs(deal, buyer, seller, 5, CATEGORY.payment, ZERO_HASH);
    const atS = BigInt(await nowS());
    expect([...(await reputation.dealOf(deal))]).to.deep.equal([true, 4n, 0n, firstS, 5n, 3n, atS]);
    expect([...(await reputation.standingAt(seller, atS))]).to.deep.equal([1n, 4n, 1n, 0n, 2n, 0n]);
    expect([...(await reputation.standingAt(buyer, atS))]).to.deep.equal([1n, 5n, 0n, 0n, 0n, 0n]);
    for (let category = 0; category < CATEGORIES; category += 1) {
      const ofSeller = category === CATEGORY.quality ? [1n, 4n] : [0n, 0n];
      const ofBuyer = category === CATEGORY.payment ? [1n, 5n] : [0n, 0n];
      expect([...(await reputation.ratingsAt(seller, category, atS))]).to.deep.equal(ofSeller);
      expect([...(await reputation.ratingsAt(buyer, category, atS))]).to.deep.equal(ofBuyer);
    }
  });

  it("takes one rating per side and deal, whatever its category, and another one for another deal", async () => {
    const { reputation, buyer, seller, end } = await fresh(court);
    const deal = await end("deal");
    await reputation.connect(buyer).rate(deal, 1, CATEGORY.quality, COMMENT);
    for (const category of [CATEGORY.quality, CATEGORY.punctuality]) {
      await expect(reputation.connect(buyer).rate(deal, 5, category, COMMENT))
        .to.be.revertedWithCustomError(reputation, "ReputationAlreadyRated")
        .withArgs(deal, buyer);
    }
    await reputation.connect(buyer).rate(await end("another"), 5, CATEGORY.quality, COMMENT);
    expect([...(await reputation.standingAt(seller, await nowS()))]).to.deep.equal([2n, 6n, 2n, 0n, 4n, 0n]);
    const sold = await end("sold", { buyer: seller, seller: buyer });
    await reputation.connect(seller).rate(sold, 3, CATEGORY.quality, COMMENT);
    await reputation.connect(buyer).rate(sold, 2, CATEGORY.quality, COMMENT);
    expect([...(await reputation.standingAt(seller, await nowS()))]).to.deep.equal([3n, 8n, 2n, 0n, 4n, 0n]);
    expect([...(await reputation.standingAt(buyer, await nowS()))]).to.deep.equal([1n, 3n, 1n, 0n, 2n, 0n]);
  });

  it("waits until the delivery is closed: confirmed, settled or failed", async () => {
    const { reputation, buyer, end } = await fresh(court);
    for (const [number, state] of DELIVERY_STATES.entries()) {
      const deal = await end(state, { state });
      const isClosed = state === "confirmed" || state === "settled" || state === "failed";
      for (const call of [
        () => reputation.connect(buyer).rate(deal, 3, CATEGORY.quality, COMMENT),
        () => reputation.count(deal),
      ]) {
        if (isClosed) continue;
        await expect(call()).to.be.revertedWithCustomError(reputation, "ReputationNotClosed").withArgs(deal, number);
      }
      if (isClosed) await reputation.connect(buyer).rate(deal, 3, CATEGORY.quality, COMMENT);
    }
    const unknown = bytes32Of("no deal");
    await expect(reputation.connect(buyer).rate(unknown, 3, CATEGORY.quality, COMMENT))
      .to.be.revertedWithCustomError(reputation, "ReputationNotClosed")
      .withArgs(unknown, 0);
  });

  it("is the parties' alone", async () => {
    const { reputation, rival, stranger, end } = await fresh(court);
    const deal = await end("deal");
    for (const account of [rival, stranger]) {
      await expect(reputation.connect(account).rate(deal, 1, CATEGORY.quality, COMMENT))
        .to.be.revertedWithCustomError(reputation, "ReputationNotParty")
        .withArgs(deal, account);
    }
  });

  it("refuses a deal of an account with itself", async () => {
    const { reputation, seller, end } = await fresh(court);
    const deal = await end("deal", { buyer: seller });
    for (const call of [
      () => reputation.connect(seller).rate(deal, 5, CATEGORY.quality, COMMENT),
      () => reputation.count(deal),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(reputation, "ReputationSameParty").withArgs(deal, seller);
    }
  });

  it("takes scores of 1 to 5, and the four categories", async () => {
    const { reputation, buyer, end } = await fresh(court);
    const deal = await end("deal");
    expect(await reputation.BEST_SCORE()).to.equal(5n);
    for (const score of [0, 6, 255]) {
      await expect(reputation.connect(buyer).rate(deal, score, CATEGORY.quality, COMMENT))
        .to.be.revertedWithCustomError(reputation, "ReputationInvalidScore")
        .withArgs(score);
    }
    const call = reputation.interface.encodeFunctionData("rate", [deal, 5, CATEGORY.payment, COMMENT]);
    const unknown = call.replace(/0{63}3(?=[0-9a-f]{64}$)/, `${"0".repeat(63)}4`);
    expect(unknown).to.not.equal(call);
    await expect(buyer.sendTransaction({ to: await reputation.getAddress(), data: unknown })).to.be.revert(
      chain.ethers,
    );
    for (const score of [1, 5]) {
      await reputation.connect(buyer).rate(await end(`deal ${score}`), score, CATEGORY.payment, COMMENT);
    }
  });
});
