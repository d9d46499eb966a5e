import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { describe, it } from "mocha";
import { FACTS, PASSPORT } from "../../support/chain/batteries.js";
import { fresh } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { issueNamed } from "./cycles.js";

async function issued() {
  const c = await deployConsortium();
  await c.passports.issue(FACTS);
  const [buyer, other] = [c.people[0]!, c.people[1]!];
  return { ...c, buyer, other };
}

async function offered() {
  const c = await fresh(issued);
  await c.passports.offerCustody(PASSPORT, c.buyer);
  return c;
}

async function packed() {
  const c = await fresh(issued);
  const [first = 0n, second = 0n] = await issueNamed(c, "first", "second");
  await c.passports.addModules(PASSPORT, [first, second]);
  return { ...c, first, second };
}

describe("BatteryPassport: custody", () => {
  describe("offerCustody", () => {
    it("refuses anybody but the keeper, an approved account too", async () => {
      const { passports, buyer } = await fresh(issued);
      await passports.approve(buyer, PASSPORT);
      await passports.setApprovalForAll(buyer, true);
      await expect(passports.connect(buyer).offerCustody(PASSPORT, buyer))
        .to.be.revertedWithCustomError(passports, "BatteryPassportNotKeeper")
        .withArgs(PASSPORT, buyer);
      await expect(passports.offerCustody(1n, buyer)).to.be.revertedWithCustomError(
        passports,
        "ERC721NonexistentToken",
      );
    });

    it("offers and changes nothing else", async () => {
      const { passports, maker, buyer } = await fresh(issued);
      await expect(passports.offerCustody(PASSPORT, buyer))
        .to.emit(passports, "CustodyOffered")
        .withArgs(PASSPORT, maker, buyer);
      expect(await passports.custodyOfferOf(PASSPORT)).to.equal(buyer.address);
      expect(await passports.ownerOf(PASSPORT)).to.equal(maker.address);
    });

    it("replaces an offer: the first account can no longer accept", async () => {
      const { passports, buyer, other } = await fresh(offered);
      await passports.offerCustody(PASSPORT, other);
      await expect(passports.connect(buyer).acceptCustody(PASSPORT))
        .to.be.revertedWithCustomError(passports, "BatteryPassportNotOffered")
        .withArgs(PASSPORT, buyer);
    });

    it("withdraws an offer with the zero address", async () => {
      const { passports, buyer } = await fresh(offered);
      await expect(passports.offerCustody(PASSPORT, ZeroAddress))
        .to.emit(passports, "CustodyOfferWithdrawn")
        .withArgs(PASSPORT);
      await expect(passports.connect(buyer).acceptCustody(PASSPORT)).to.be.revertedWithCustomError(
        passports,
        "BatteryPassportNotOffered",
      );
    });
  });

  describe("acceptCustody", () => {
    it("refuses an account to which it was not offered", async () => {
      const { passports, other, maker } = await fresh(offered);
      for (const account of [other, maker]) {
        await expect(passports.connect(account).acceptCustody(PASSPORT))
          .to.be.revertedWithCustomError(passports, "BatteryPassportNotOffered")
          .withArgs(PASSPORT, account);
      }
    });

    it("moves the passport, spends the offer and clears approvals", async () => {
      const { passports, maker, buyer, other } = await fresh(offered);
      await passports.approve(other, PASSPORT);
      await expect(passports.connect(buyer).acceptCustody(PASSPORT))
        .to.emit(passports, "Transfer")
        .withArgs(maker, buyer, PASSPORT);
      expect(await passports.ownerOf(PASSPORT)).to.equal(buyer.address);
      expect(await passports.custodyOfferOf(PASSPORT)).to.equal(ZeroAddress);
      expect(await passports.getApproved(PASSPORT)).to.equal(ZeroAddress);
      await expect(passports.connect(buyer).acceptCustody(PASSPORT)).to.be.revertedWithCustomError(
        passports,
        "BatteryPassportNotOffered",
      );
      await expect(passports.offerCustody(PASSPORT, maker)).to.be.revertedWithCustomError(
        passports,
        "BatteryPassportNotKeeper",
      );
      expect((await passports.passportOf(PASSPORT)).maker).to.equal(maker.address);
    });
  });

  describe("of a pack", () => {
    it("moves with all of its modules", async () => {
      const { passports, maker, buyer, first, second } = await fresh(packed);
      await passports.offerCustody(PASSPORT, buyer);
      const accepted = passports.connect(buyer).acceptCustody(PASSPORT);
      for (const passport of [PASSPORT, first, second]) {
        await expect(accepted).to.emit(passports, "Transfer").withArgs(maker, buyer, passport);
        expect(await passports.ownerOf(passport)).to.equal(buyer.address);
      }
      expect(await passports.balanceOf(maker)).to.equal(0n);
      await passports.connect(buyer).removeModules(PASSPORT, [first]);
    });

    it("refuses to offer a module: it moves with its pack", async () => {
      const { passports, buyer, first } = await fresh(packed);
      for (const to of [buyer.address, ZeroAddress]) {
        await expect(passports.offerCustody(first, to))
          .to.be.revertedWithCustomError(passports, "BatteryPassportInPack")
          .withArgs(first, PASSPORT);
      }
    });
  });

  describe("ERC-721's own transfers", () => {
    it("are refused to the keeper and to approved accounts", async () => {
      const { passports, maker, buyer } = await fresh(offered);
      await passports.approve(buyer, PASSPORT);
      for (const account of [maker, buyer]) {
        const caller = passports.connect(account);
        for (const transfer of [
          () => caller.transferFrom(maker, buyer, PASSPORT),
          () => caller["safeTransferFrom(address,address,uint256)"](maker, buyer, PASSPORT),
          () => caller["safeTransferFrom(address,address,uint256,bytes)"](maker, buyer, PASSPORT, "0x"),
        ]) {
          await expect(transfer())
            .to.be.revertedWithCustomError(passports, "BatteryPassportTwoStepOnly")
            .withArgs(PASSPORT);
        }
      }
    });
  });
});
