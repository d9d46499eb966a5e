import { expect } from "chai";
import { describe, it } from "mocha";
import { type Hex, hashTerms } from "../../../protocol/index.js";
import { nextBlockAt } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { openTender, PHASE_S, STATE } from "../../support/chain/quotations.js";

/** A request with a bid of the seller's and one of the rival's, at the time of the reveals. */
async function withBids(isSealed = false) {
  const t = await openTender();
  const id = await t.ask({ isSealed });
  const change = isSealed ? { ciphertext: "0xc1f4" as Hex } : {};
  const sellers = await t.bid(id, t.seller, change);
  const rivals = await t.bid(id, t.rival, change);
  await t.quotations.connect(t.seller).commit(id, sellers.digest);
  await t.quotations.connect(t.rival).commit(id, rivals.digest);
  await t.toReveals();
  return { ...t, id, sellers, rivals };
}

describe("Quotations: award", () => {
  it("opens a negotiation at the bid's terms, whose acceptance is a deal; the other bid stays sealed", async () => {
    const t = await withBids();
    const { place, proposal, signature, round } = t.sellers;
    expect(await t.byBuyer.award.staticCall(t.id, proposal, signature)).to.equal(place);
    const awarded = await t.byBuyer.award(t.id, proposal, signature);
    await expect(awarded).to.emit(t.quotations, "QuotationAwarded").withArgs(t.id, t.seller, t.buyer, place);
    await expect(awarded).to.emit(t.negotiation, "ProposalMade");
    expect(await t.quotations.stateOf(t.id)).to.equal(STATE.awarded);
    expect((await t.quotations.quotationOf(t.id)).supplier).to.equal(t.seller.address);
    const { termsHash, buyerProposedLast, round: rounds } = await t.negotiation.negotiationOf(place);
    expect([termsHash, buyerProposedLast, rounds]).to.deep.equal([hashTerms(round.terms), false, 1n]);
    await t.accept(place, 1, round.terms, { by: t.buyer });
    expect(await t.negotiation.stateOf(place)).to.equal(2n);
    expect((await t.quotations.bidOf(t.id, t.rival)).reveals).to.equal(0n);
  });

  it("opens a sealed negotiation likewise", async () => {
    const t = await withBids(true);
    const { place, sealed, signature } = t.sellers;
    expect(await t.byBuyer.awardSealed.staticCall(t.id, sealed, signature)).to.equal(place);
    await expect(t.byBuyer.awardSealed(t.id, sealed, signature))
      .to.emit(t.negotiation, "SealedProposalMade")
      .and.to.emit(t.quotations, "QuotationAwarded")
      .withArgs(t.id, t.seller, t.buyer, place);
    expect((await t.negotiation.negotiationOf(place)).isSealed).to.equal(true);
  });

  it("awards until the last second, and not a second later", async () => {
    const t = await withBids();
    const { proposal, signature } = t.sellers;
    await nextBlockAt(t.startS + 3 * PHASE_S);
    expect(await t.byBuyer.award.staticCall(t.id, proposal, signature)).to.equal(t.sellers.place);
    await nextBlockAt(t.startS + 3 * PHASE_S + 1);
    await expect(t.byBuyer.award(t.id, proposal, signature))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsUnexpectedState")
      .withArgs(t.id, STATE.expired);
  });

  it("awards no request while bids may still come, none twice, and none that was cancelled", async () => {
    const t = await openTender();
    const id = await t.ask();
    const { proposal, signature, digest } = await t.bid(id, t.seller);
    await t.quotations.connect(t.seller).commit(id, digest);
    await expect(t.byBuyer.award(id, proposal, signature))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsUnexpectedState")
      .withArgs(id, STATE.bidding);
    await t.toReveals();
    await t.byBuyer.award(id, proposal, signature);
    for (const step of [() => t.byBuyer.award(id, proposal, signature), () => t.byBuyer.cancel(id)]) {
      await expect(step())
        .to.be.revertedWithCustomError(t.quotations, "QuotationsUnexpectedState")
        .withArgs(id, STATE.awarded);
    }
  });

  it("refuses whoever is not the buyer, and the other mode", async () => {
    const t = await withBids();
    const { proposal, sealed, signature } = t.sellers;
    await expect(t.quotations.connect(t.seller).award(t.id, proposal, signature))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsNotBuyer")
      .withArgs(t.id, t.seller);
    await expect(t.byBuyer.awardSealed(t.id, sealed, signature))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsWrongMode")
      .withArgs(t.id, false);
    const other = await withBids(true);
    await expect(other.byBuyer.award(other.id, other.sellers.proposal, other.sellers.signature))
      .to.be.revertedWithCustomError(other.quotations, "QuotationsWrongMode")
      .withArgs(other.id, true);
  });

  it("refuses another proposal than was committed to, and one of who has no bid", async () => {
    const t = await withBids();
    const better = await t.bid(t.id, t.seller, { expiresAtS: t.startS + 9 * PHASE_S });
    await expect(t.byBuyer.award(t.id, better.proposal, better.signature))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsOtherBid")
      .withArgs(t.id, t.seller, t.sellers.digest, better.digest);
    const late = await t.bid(t.id, t.carrier);
    await expect(t.byBuyer.award(t.id, late.proposal, late.signature))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsNoBid")
      .withArgs(t.id, t.carrier);
  });

  it("opens nothing that the supplier did not sign", async () => {
    const t = await withBids();
    await expect(t.byBuyer.award(t.id, t.sellers.proposal, t.rivals.signature))
      .to.be.revertedWithCustomError(t.negotiation, "NegotiationInvalidSignature")
      .withArgs(t.sellers.place, t.seller);
    expect(await t.quotations.stateOf(t.id)).to.equal(STATE.revealing);
  });

  it("is not prevented by who opens the negotiation with the very same proposal", async () => {
    const t = await withBids();
    const { proposal, signature, place } = t.sellers;
    const opening = { buyer: t.buyer.address, seller: t.seller.address, isSealed: false, salt: t.id };
    await t.negotiation.connect(t.stranger).offer(opening, proposal, signature);
    await expect(t.byBuyer.award(t.id, proposal, signature))
      .to.emit(t.quotations, "QuotationAwarded")
      .withArgs(t.id, t.seller, t.buyer, place);
    expect((await t.negotiation.negotiationOf(place)).round).to.equal(1n);

    const s = await withBids(true);
    await s.negotiation.offerSealed({ ...opening, isSealed: true, salt: s.id }, s.sellers.sealed, s.sellers.signature);
    await s.byBuyer.awardSealed(s.id, s.sellers.sealed, s.sellers.signature);
    expect(await s.quotations.stateOf(s.id)).to.equal(STATE.awarded);
  });

  it("refuses a bid from which the two went on, or that its supplier took back", async () => {
    for (const wayOut of ["withdraw", "counterOffer"] as const) {
      const t = await withBids();
      const { proposal, signature, place, round } = t.sellers;
      const opening = { buyer: t.buyer.address, seller: t.seller.address, isSealed: false, salt: t.id };
      await t.negotiation.offer(opening, proposal, signature);
      if (wayOut === "withdraw") await t.withdraw(place, 1, { by: t.seller });
      else await t.counterOffer(place, 2, { terms: { ...round.terms, priceMicro: 1n } }, { by: t.seller });
      await expect(t.byBuyer.award(t.id, proposal, signature))
        .to.be.revertedWithCustomError(t.quotations, "QuotationsNegotiatedOtherwise")
        .withArgs(t.id, place);
      // The other bid can still be awarded.
      await t.byBuyer.award(t.id, t.rivals.proposal, t.rivals.signature);
    }
  });

  it("takes the same terms for no bid where the buyer proposed them", async () => {
    const t = await withBids();
    const { proposal, signature, place, round } = t.sellers;
    const opening = { buyer: t.buyer.address, seller: t.seller.address, isSealed: false, salt: t.id };
    const byBuyer = await t.signRound(place, round, t.buyer);
    await t.negotiation.offer(opening, { ...proposal, proposer: t.buyer.address }, byBuyer);
    await expect(t.byBuyer.award(t.id, proposal, signature))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsNegotiatedOtherwise")
      .withArgs(t.id, place);
  });
});

describe("Quotations: cancel", () => {
  it("ends a request in every phase before the award, for the buyer alone", async () => {
    for (const reach of ["toReveals", "toDecision", undefined] as const) {
      const t = await openTender();
      const id = await t.ask();
      if (reach !== undefined) await t[reach]();
      await expect(t.quotations.connect(t.seller).cancel(id))
        .to.be.revertedWithCustomError(t.quotations, "QuotationsNotBuyer")
        .withArgs(id, t.seller);
      await expect(t.byBuyer.cancel(id)).to.emit(t.quotations, "QuotationCancelled").withArgs(id, t.buyer);
      expect(await t.quotations.stateOf(id)).to.equal(STATE.cancelled);
      for (const step of [
        () => t.byBuyer.cancel(id),
        () => t.quotations.connect(t.seller).commit(id, bytes32Of("bid")),
        () => t.quotations.connect(t.seller).reveal(id, "0x"),
      ]) {
        await expect(step())
          .to.be.revertedWithCustomError(t.quotations, "QuotationsUnexpectedState")
          .withArgs(id, STATE.cancelled);
      }
    }
  });

  it("refuses a request that there is not, or whose time is over", async () => {
    const t = await openTender();
    const id = await t.idFor();
    await expect(t.byBuyer.cancel(id))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsUnexpectedState")
      .withArgs(id, STATE.none);
    await t.ask();
    await t.toExpiry();
    await expect(t.byBuyer.cancel(id))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsUnexpectedState")
      .withArgs(id, STATE.expired);
  });
});
