import { expect } from "chai";
import { AbiCoder, keccak256, ZeroHash } from "ethers";
import { describe, it } from "mocha";
import { chain, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { openTender, PHASE_S, STATE } from "../../support/chain/quotations.js";

const COMMITMENT = bytes32Of("bid");

describe("Quotations: commit and withdraw", () => {
  it("takes a bid until the last second, and another in its place", async () => {
    const t = await openTender();
    const id = await t.ask();
    const bySeller = t.quotations.connect(t.seller);
    await expect(bySeller.commit(id, COMMITMENT))
      .to.emit(t.quotations, "BidCommitted")
      .withArgs(id, t.seller, t.buyer, COMMITMENT);
    await nextBlockAt(t.startS + PHASE_S);
    await bySeller.commit(id, bytes32Of("better"));
    const { commitment, committedAtS, reveals } = await t.quotations.bidOf(id, t.seller);
    expect([commitment, committedAtS, reveals]).to.deep.equal([bytes32Of("better"), BigInt(await nowS()), 0n]);
    await nextBlockAt(t.startS + PHASE_S + 1);
    await expect(bySeller.commit(id, COMMITMENT))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsUnexpectedState")
      .withArgs(id, STATE.revealing);
  });

  it("lets a supplier take its bid back, until the last second", async () => {
    const t = await openTender();
    const id = await t.ask();
    const bySeller = t.quotations.connect(t.seller);
    await bySeller.commit(id, COMMITMENT);
    await expect(bySeller.withdrawBid(id)).to.emit(t.quotations, "BidWithdrawn").withArgs(id, t.seller, t.buyer);
    expect((await t.quotations.bidOf(id, t.seller)).commitment).to.equal(ZeroHash);
    await expect(bySeller.withdrawBid(id))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsNoBid")
      .withArgs(id, t.seller);
    await bySeller.commit(id, COMMITMENT);
    await t.toReveals();
    await expect(bySeller.withdrawBid(id))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsUnexpectedState")
      .withArgs(id, STATE.revealing);
  });

  it("counts the bids that stand: each supplier's once, and none that was taken back", async () => {
    const t = await openTender();
    const id = await t.ask();
    const [bySeller, byRival] = [t.quotations.connect(t.seller), t.quotations.connect(t.rival)];
    const counted = async (step: Promise<unknown>) => {
      await step;
      return (await t.quotations.quotationOf(id)).bidCount;
    };
    expect(await counted(bySeller.commit(id, COMMITMENT))).to.equal(1n);
    expect(await counted(bySeller.commit(id, bytes32Of("better")))).to.equal(1n);
    expect(await counted(byRival.commit(id, COMMITMENT))).to.equal(2n);
    expect(await counted(bySeller.withdrawBid(id))).to.equal(1n);
    expect(await counted(bySeller.commit(id, COMMITMENT))).to.equal(2n);
    await t.toReveals();
    expect(await counted(bySeller.reveal(id, "0xab"))).to.equal(2n);
  });

  it("takes no more bids than it can count, but better ones of who has one", async () => {
    const t = await openTender();
    const id = await t.ask();
    await t.quotations.connect(t.rival).commit(id, COMMITMENT);
    const contract = await t.quotations.getAddress();
    // `_quotations` is the contract's first mapping; `bidCount` has the bits from 232 on of the first slot.
    const slot = keccak256(AbiCoder.defaultAbiCoder().encode(["bytes32", "uint256"], [id, 0]));
    const word = BigInt(await chain.ethers.provider.getStorage(contract, slot)) | (0xffffn << 232n);
    await chain.networkHelpers.setStorageAt(contract, slot, word);
    expect((await t.quotations.quotationOf(id)).bidCount).to.equal(await t.quotations.MAX_BIDS());
    await expect(t.quotations.connect(t.seller).commit(id, COMMITMENT))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsTooManyBids")
      .withArgs(id, 65_535n);
    await t.quotations.connect(t.rival).commit(id, bytes32Of("better"));
  });

  it("refuses who was not invited, the buyer, and nothing as commitment", async () => {
    const t = await openTender();
    const id = await t.ask();
    for (const [who, commitment, error, args] of [
      [t.carrier, COMMITMENT, "QuotationsNotInvited", [id, t.carrier]],
      [t.buyer, COMMITMENT, "QuotationsOwnRequest", [id, t.buyer]],
      [t.seller, ZeroHash, "QuotationsNoCommitment", [id]],
    ] as const) {
      await expect(t.quotations.connect(who).commit(id, commitment))
        .to.be.revertedWithCustomError(t.quotations, error)
        .withArgs(...args);
    }
    await expect(t.quotations.connect(t.seller).commit(COMMITMENT, COMMITMENT))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsUnexpectedState")
      .withArgs(COMMITMENT, STATE.none);
  });

  it("opens a tender to any member but the buyer, and to nobody else", async () => {
    const t = await openTender();
    const id = await t.ask({ invited: [] });
    await t.quotations.connect(t.carrier).commit(id, COMMITMENT);
    await expect(t.quotations.connect(t.stranger).commit(id, COMMITMENT))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsNotMember")
      .withArgs(t.stranger);
    await expect(t.byBuyer.commit(id, COMMITMENT))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsOwnRequest")
      .withArgs(id, t.buyer);
  });

  it("refuses an invited supplier that is a member no more", async () => {
    const t = await openTender();
    const id = await t.ask();
    await t.membership.connect(t.administrator).expel(t.seller);
    await expect(t.quotations.connect(t.seller).commit(id, COMMITMENT))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsNotMember")
      .withArgs(t.seller);
  });
});

describe("Quotations: reveal", () => {
  it("shows the buyer a ciphertext, from the second after the bids to the last of its time", async () => {
    const t = await openTender();
    const id = await t.ask();
    const bySeller = t.quotations.connect(t.seller);
    await bySeller.commit(id, COMMITMENT);
    await nextBlockAt(t.startS + PHASE_S);
    await expect(bySeller.reveal(id, "0xab"))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsUnexpectedState")
      .withArgs(id, STATE.bidding);
    await nextBlockAt(t.startS + PHASE_S + 1);
    await expect(bySeller.reveal(id, "0xab"))
      .to.emit(t.quotations, "BidRevealed")
      .withArgs(id, t.seller, t.buyer, "0xab");
    expect((await t.quotations.bidOf(id, t.seller)).reveals).to.equal(1n);
    await nextBlockAt(t.startS + 2 * PHASE_S);
    await bySeller.reveal(id, "0xcd");
    await nextBlockAt(t.startS + 2 * PHASE_S + 1);
    await expect(bySeller.reveal(id, "0xab"))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsUnexpectedState")
      .withArgs(id, STATE.deciding);
  });

  it("refuses who has no bid, and a ciphertext that is too long", async () => {
    const t = await openTender();
    const id = await t.ask();
    await t.quotations.connect(t.seller).commit(id, COMMITMENT);
    await t.toReveals();
    await expect(t.quotations.connect(t.rival).reveal(id, "0xab"))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsNoBid")
      .withArgs(id, t.rival);
    await expect(t.quotations.connect(t.seller).reveal(id, `0x${"ab".repeat(16_385)}`))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsTooLong")
      .withArgs(16_385n, 16_384n);
    await t.quotations.connect(t.seller).reveal(id, `0x${"ab".repeat(16_384)}`);
  });

  it("takes as many ciphertexts or open proposals of a bid as mend a mistake, and no more", async () => {
    const t = await openTender();
    const id = await t.ask();
    const { proposal, signature, digest } = await t.bid(id, t.seller);
    const bySeller = t.quotations.connect(t.seller);
    await bySeller.commit(id, digest);
    await t.toReveals();
    const most = await t.quotations.MAX_REVEALS();
    for (let count = 0n; count < most; ++count) await bySeller.reveal(id, "0xab");
    for (const again of [() => bySeller.reveal(id, "0xab"), () => bySeller.revealOpenly(id, proposal, signature)]) {
      await expect(again())
        .to.be.revertedWithCustomError(t.quotations, "QuotationsTooManyReveals")
        .withArgs(id, t.seller, most);
    }
    expect((await t.quotations.bidOf(id, t.seller)).reveals).to.equal(most);
  });

  it("shows everybody what was committed to, and nothing else", async () => {
    const t = await openTender();
    const id = await t.ask();
    const { digest, proposal, signature } = await t.bid(id, t.seller);
    const bySeller = t.quotations.connect(t.seller);
    await bySeller.commit(id, digest);
    await expect(bySeller.revealOpenly(id, proposal, signature))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsUnexpectedState")
      .withArgs(id, STATE.bidding);
    await t.toReveals();
    const cheaper = { ...proposal, terms: { ...proposal.terms, priceMicro: 1n } };
    const place = await t.quotations.negotiationOf(id, t.seller);
    await expect(bySeller.revealOpenly(id, cheaper, signature))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsOtherBid")
      .withArgs(id, t.seller, digest, await t.negotiation.digestOf(place, cheaper));
    await expect(t.quotations.connect(t.rival).revealOpenly(id, proposal, signature))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsNoBid")
      .withArgs(id, t.rival);
    await expect(bySeller.revealOpenly(id, proposal, signature)).to.emit(t.quotations, "BidRevealedOpenly");
    expect((await t.quotations.bidOf(id, t.seller)).reveals).to.equal(1n);
    await t.toDecision();
    await expect(bySeller.revealOpenly(id, proposal, signature))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsUnexpectedState")
      .withArgs(id, STATE.deciding);
  });

  it("opens no bid for a sealed negotiation", async () => {
    const t = await openTender();
    const id = await t.ask({ isSealed: true });
    const { digest, proposal, signature } = await t.bid(id, t.seller);
    await t.quotations.connect(t.seller).commit(id, digest);
    await t.toReveals();
    await expect(t.quotations.connect(t.seller).revealOpenly(id, proposal, signature))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsWrongMode")
      .withArgs(id, true);
  });
});
