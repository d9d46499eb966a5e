import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { Signature, ZeroAddress } from "ethers";
import { describe, it } from "mocha";
import { REDEEM_ORDER_TYPES, tokenDomain } from "../../../protocol/index.js";
import { ContractWallet__factory } from "../../../typechain-types/index.js";
import { fresh, nowS } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { signPermit } from "../../support/chain/permit.js";
import { anyones, FAR_S, held, PAYOUT, Status, type Vault } from "./vault.js";

interface Change {
  readonly holder?: string;
  readonly amount?: bigint;
  readonly nonce?: bigint;
  readonly deadlineS?: bigint;
}

/** 400 units of `people[0]`, signed by `by`. */
async function signed(vault: Vault, change: Change = {}, by: HardhatEthersSigner = vault.people[0]!, chainId = 31337n) {
  const holder = vault.people[0]!.address;
  const order = { holder, amount: 400n, payoutHash: PAYOUT, nonce: 0n, deadlineS: FAR_S, ...change };
  const domain = tokenDomain({ chainId, token: lower(await vault.token.getAddress()), currency: "NOK" });
  return { order, signature: await by.signTypedData(domain, REDEEM_ORDER_TYPES, order) };
}

describe("EnergyToken.redeemFor", () => {
  it("redeems what the holder signed, whoever relays, once", async () => {
    const vault = await fresh(held);
    const { token, people } = vault;
    const { order, signature } = await signed(vault);
    await expect(anyones(vault).redeemFor(order, signature)).to.emit(token, "RedemptionRequested");
    expect(await token.balanceOf(people[0]!)).to.equal(600n);
    const { holder, status } = await token.redemptionOf(1n);
    expect([holder, status]).to.deep.equal([people[0]!.address, Status.Pending]);
    await expect(anyones(vault).redeemFor(order, signature))
      .to.be.revertedWithCustomError(token, "InvalidAccountNonce")
      .withArgs(people[0], 1n);
  });

  it("refuses a signature of another account, order or chain, and none at all for nobody", async () => {
    const vault = await fresh(held);
    const { token, people, stranger } = vault;
    const { order, signature } = await signed(vault);
    const wrong = [
      { order, signature: (await signed(vault, {}, stranger)).signature },
      { order: { ...order, amount: 401n }, signature },
      { order, signature: (await signed(vault, {}, people[0], 1n)).signature },
      { order, signature: "0x" },
    ];
    for (const each of wrong) {
      await expect(token.redeemFor(each.order, each.signature))
        .to.be.revertedWithCustomError(token, "EnergyTokenInvalidSignature")
        .withArgs(order.holder);
    }
    await expect(token.redeemFor({ ...order, holder: ZeroAddress }, `0x${"00".repeat(65)}`))
      .to.be.revertedWithCustomError(token, "EnergyTokenInvalidSignature")
      .withArgs(ZeroAddress);
  });

  it("refuses an order after its deadline and one ahead of its turn", async () => {
    const vault = await fresh(held);
    const deadlineS = BigInt(await nowS()) - 1n;
    const late = await signed(vault, { deadlineS });
    await expect(vault.token.redeemFor(late.order, late.signature))
      .to.be.revertedWithCustomError(vault.token, "EnergyTokenExpired")
      .withArgs(deadlineS);
    const early = await signed(vault, { nonce: 1n });
    await expect(vault.token.redeemFor(early.order, early.signature))
      .to.be.revertedWithCustomError(vault.token, "InvalidAccountNonce")
      .withArgs(vault.people[0], 0n);
  });

  it("shares the holder's nonces with its permits", async () => {
    const vault = await fresh(held);
    const { token, people, stranger } = vault;
    const owner = people[0]!;
    const deadline = BigInt(await nowS()) + 1000n;
    const permit = Signature.from(await signPermit({ token, owner, spender: stranger.address, amount: 1n, deadline }));
    await token.permit(owner, stranger, 1n, deadline, permit.v, permit.r, permit.s);
    const { order, signature } = await signed(vault, { nonce: 1n });
    await token.redeemFor(order, signature);
  });

  it("lets a contract wallet's owner sign for it", async () => {
    const vault = await fresh(held);
    const { token, people, stranger, administrator } = vault;
    const wallet = await new ContractWallet__factory(administrator).deploy(stranger.address);
    const holder = await wallet.getAddress();
    await token.connect(people[0]!).transfer(holder, 500n);
    const { order, signature } = await signed(vault, { holder }, stranger);
    await token.redeemFor(order, signature);
    expect(await token.balanceOf(holder)).to.equal(100n);
    const again = await signed(vault, { holder, amount: 100n, nonce: 1n }, stranger);
    await wallet.lock();
    await expect(token.redeemFor(again.order, again.signature))
      .to.be.revertedWithCustomError(token, "EnergyTokenInvalidSignature")
      .withArgs(holder);
  });
});
