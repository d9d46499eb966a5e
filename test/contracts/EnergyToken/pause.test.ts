import { expect } from "chai";
import { describe, it } from "mocha";
import { mintByQuorum } from "../../../demo/chain/treasury.js";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { anyones, BANK, held, PAYOUT, REDEMPTION_PERIOD_S, type Vault } from "./vault.js";

async function paused(): Promise<Vault> {
  const vault = await fresh(held);
  await vault.token.connect(vault.people[0]!).approve(vault.stranger, 1000n);
  await vault.token.connect(vault.administrator).pause();
  return vault;
}

describe("EnergyToken.pause", () => {
  it("is governance's, and so is its end", async () => {
    const { token, administrator, treasurer } = await fresh(held);
    for (const method of ["pause", "unpause"] as const) {
      await expect(token[method]())
        .to.be.revertedWithCustomError(token, "AccessManagedUnauthorized")
        .withArgs(treasurer);
    }
    const governance = token.connect(administrator);
    await expect(governance.unpause()).to.be.revertedWithCustomError(token, "ExpectedPause");
    await governance.pause();
    await expect(governance.pause()).to.be.revertedWithCustomError(token, "EnforcedPause");
    await governance.unpause();
    expect(await token.paused()).to.equal(false);
  });

  it("stops transfers and mints, also by quorum, and leaves references unused", async () => {
    const vault = await fresh(paused);
    const { token, treasury, administrator, people, stranger } = vault;
    const order = { to: stranger.address, amount: 1n, paymentReference: bytes32Of("second") };
    const attempts = [
      () => token.connect(people[0]!).transfer(stranger, 1n),
      () => anyones(vault).transferFrom(people[0]!, stranger, 1n),
      () => token.mint(stranger, 1n, order.paymentReference),
      () => mintByQuorum(treasury, order),
    ];
    for (const attempt of attempts) {
      await expect(attempt()).to.be.revertedWithCustomError(token, "EnforcedPause");
    }
    await token.connect(administrator).unpause();
    await token.mint(stranger, 1n, order.paymentReference);
    await token.connect(people[0]!).transfer(stranger, 1n);
  });

  it("stops neither redemptions nor how they end", async () => {
    const vault = await fresh(paused);
    const { token, people } = vault;
    const holder = token.connect(people[0]!);
    await holder.redeem(400n, PAYOUT);
    await holder.redeem(600n, PAYOUT);
    await token.confirmPayout(1n, BANK);
    await nextBlockAt((await nowS()) + REDEMPTION_PERIOD_S + 1);
    await anyones(vault).returnRedemption(2n);
    expect(await token.balanceOf(people[0]!)).to.equal(600n);
    expect(await token.totalSupply()).to.equal(600n);
  });
});
