import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { describe, it } from "mocha";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { anyones, BANK, held, PAYMENT, PAYOUT, REDEMPTION_PERIOD_S, Status, type Vault } from "./vault.js";

type Pending = Vault & { readonly dueAtS: number };

/** `people[0]` gave 400 of its 1000 units back. */
async function redeemed(): Promise<Pending> {
  const vault = await fresh(held);
  await vault.token.connect(vault.people[0]!).redeem(400n, PAYOUT);
  return { ...vault, dueAtS: (await nowS()) + REDEMPTION_PERIOD_S };
}

const statusOf = async ({ token }: Vault, id = 1n) => (await token.redemptionOf(id)).status;

describe("EnergyToken.redeem", () => {
  it("takes the tokens out of circulation, not out of the supply", async () => {
    const { token, people } = await fresh(held);
    const holder = people[0]!;
    const atS = (await nowS()) + 10;
    await nextBlockAt(atS);
    await expect(token.connect(holder).redeem(400n, PAYOUT))
      .to.emit(token, "RedemptionRequested")
      .withArgs(1n, holder, 400n, PAYOUT, atS + REDEMPTION_PERIOD_S)
      .and.to.emit(token, "Transfer")
      .withArgs(holder, token, 400n);
    expect(await token.balanceOf(holder)).to.equal(600n);
    expect(await token.balanceOf(token)).to.equal(400n);
    expect(await token.totalSupply()).to.equal(1000n);
    expect([...(await token.redemptionOf(1n))]).to.deep.equal([
      holder.address,
      BigInt(atS + REDEMPTION_PERIOD_S),
      Status.Pending,
      400n,
      PAYOUT,
    ]);
    expect(await token.redemptionCount()).to.equal(1n);
  });

  it("refuses an amount of zero, no place for the money, and more than there is", async () => {
    const { token, people } = await fresh(held);
    const holder = token.connect(people[0]!);
    await expect(holder.redeem(0n, PAYOUT))
      .to.be.revertedWithCustomError(token, "EnergyTokenInvalidRedemption")
      .withArgs(0n, PAYOUT);
    await expect(holder.redeem(1n, ZeroHash))
      .to.be.revertedWithCustomError(token, "EnergyTokenInvalidRedemption")
      .withArgs(1n, ZeroHash);
    await expect(holder.redeem(1001n, PAYOUT))
      .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
      .withArgs(people[0], 1000n, 1001n);
  });

  describe("confirmPayout", () => {
    it("burns the tokens for good", async () => {
      const vault = await fresh(redeemed);
      const { token } = vault;
      await expect(token.confirmPayout(1n, BANK))
        .to.emit(token, "RedemptionPaidOut")
        .withArgs(1n, BANK)
        .and.to.emit(token, "Transfer")
        .withArgs(token, ZeroAddress, 400n);
      expect(await token.totalSupply()).to.equal(600n);
      expect(await token.balanceOf(token)).to.equal(0n);
      expect(await statusOf(vault)).to.equal(Status.PaidOut);
      expect(await token.isReferenceUsed(BANK)).to.equal(true);
      await expect(token.confirmPayout(1n, bytes32Of("again")))
        .to.be.revertedWithCustomError(token, "EnergyTokenNotPending")
        .withArgs(1n, Status.PaidOut);
    });

    it("refuses an account without the treasurer's role", async () => {
      const { token, people } = await fresh(redeemed);
      await expect(token.connect(people[0]!).confirmPayout(1n, BANK))
        .to.be.revertedWithCustomError(token, "AccessManagedUnauthorized")
        .withArgs(people[0]);
    });

    it("refuses a missing reference, and one that a pay-out or a mint had", async () => {
      const { token, people } = await fresh(redeemed);
      await token.connect(people[0]!).redeem(100n, PAYOUT);
      await expect(token.confirmPayout(1n, ZeroHash))
        .to.be.revertedWithCustomError(token, "EnergyTokenInvalidPayout")
        .withArgs(1n);
      await token.confirmPayout(1n, BANK);
      for (const used of [BANK, PAYMENT]) {
        await expect(token.confirmPayout(2n, used))
          .to.be.revertedWithCustomError(token, "EnergyTokenReferenceUsed")
          .withArgs(used);
      }
      await expect(token.mint(people[0]!, 1n, BANK))
        .to.be.revertedWithCustomError(token, "EnergyTokenReferenceUsed")
        .withArgs(BANK);
    });

    it("refuses a redemption that there is not", async () => {
      const { token } = await fresh(redeemed);
      for (const id of [0n, 2n]) {
        await expect(token.confirmPayout(id, BANK))
          .to.be.revertedWithCustomError(token, "EnergyTokenNotPending")
          .withArgs(id, Status.None);
      }
    });

    it("still works after the deadline while nobody returned the tokens", async () => {
      const vault = await fresh(redeemed);
      await nextBlockAt(vault.dueAtS + 1000);
      await vault.token.confirmPayout(1n, BANK);
      expect(await statusOf(vault)).to.equal(Status.PaidOut);
      await expect(vault.token.returnRedemption(1n))
        .to.be.revertedWithCustomError(vault.token, "EnergyTokenNotPending")
        .withArgs(1n, Status.PaidOut);
    });
  });

  describe("returnRedemption", () => {
    it("is for the treasurer's time only afterwards", async () => {
      const vault = await fresh(redeemed);
      await nextBlockAt(vault.dueAtS);
      await expect(anyones(vault).returnRedemption(1n))
        .to.be.revertedWithCustomError(vault.token, "EnergyTokenNotDue")
        .withArgs(1n, vault.dueAtS);
    });

    it("gives the tokens back to the holder, whoever asks, once", async () => {
      const vault = await fresh(redeemed);
      const { token, people, dueAtS } = vault;
      await nextBlockAt(dueAtS + 1);
      await expect(anyones(vault).returnRedemption(1n))
        .to.emit(token, "RedemptionReturned")
        .withArgs(1n)
        .and.to.emit(token, "Transfer")
        .withArgs(token, people[0], 400n);
      expect(await token.balanceOf(people[0]!)).to.equal(1000n);
      expect(await token.balanceOf(token)).to.equal(0n);
      expect(await token.totalSupply()).to.equal(1000n);
      expect(await statusOf(vault)).to.equal(Status.Returned);
      await expect(anyones(vault).returnRedemption(1n))
        .to.be.revertedWithCustomError(token, "EnergyTokenNotPending")
        .withArgs(1n, Status.Returned);
      await expect(token.confirmPayout(1n, BANK))
        .to.be.revertedWithCustomError(token, "EnergyTokenNotPending")
        .withArgs(1n, Status.Returned);
      expect(await token.isReferenceUsed(BANK)).to.equal(false);
    });
  });
});
