import { expect } from "chai";
import { Signature } from "ethers";
import { describe, it } from "mocha";
import { fresh, nowS } from "../../support/chain/chain.js";
import { signPermit } from "../../support/chain/permit.js";
import { attested, held } from "./vault.js";

describe("EnergyToken", () => {
  it("has six decimals and the currency's name", async () => {
    const { token } = await fresh(attested);
    expect(await token.decimals()).to.equal(6n);
    expect(await token.currency()).to.equal("NOK");
    expect(await token.symbol()).to.equal("wNOK");
    expect(await token.name()).to.equal("Wattproof NOK");
  });

  describe("transfer", () => {
    it("refuses the token itself as receiver: what it holds are redemptions", async () => {
      const { token, people } = await fresh(held);
      await expect(token.connect(people[0]!).transfer(token, 1n))
        .to.be.revertedWithCustomError(token, "ERC20InvalidReceiver")
        .withArgs(token);
    });
  });

  describe("permit", () => {
    it("lets the holder's signature approve once, in this token's domain only", async () => {
      const { token, stranger, people } = await fresh(attested);
      const holder = people[0]!;
      const deadline = BigInt(await nowS()) + 1000n;
      const wish = { token, owner: holder, spender: stranger.address, amount: 7n, deadline };
      const { v, r, s } = Signature.from(await signPermit(wish));
      await token.connect(stranger).permit(holder, stranger, 7n, deadline, v, r, s);
      expect(await token.allowance(holder, stranger)).to.equal(7n);
      await expect(
        token.connect(stranger).permit(holder, stranger, 7n, deadline, v, r, s),
      ).to.be.revertedWithCustomError(token, "ERC2612InvalidSigner");

      const elsewhere = Signature.from(await signPermit({ ...wish, name: "Wattproof SEK" }));
      await expect(
        token.permit(holder, stranger, 7n, deadline, elsewhere.v, elsewhere.r, elsewhere.s),
      ).to.be.revertedWithCustomError(token, "ERC2612InvalidSigner");
    });
  });
});
