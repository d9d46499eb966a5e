import { expect } from "chai";
import { Signature, ZeroAddress, ZeroHash } from "ethers";
import { describe, it } from "mocha";
import { advanceTo, fresh, nowS } from "../support/chain/chain.js";
import { type Consortium, deployConsortium } from "../support/chain/consortium.js";
import { bytes32Of } from "../support/chain/devices.js";
import { signPermit } from "../support/chain/permit.js";

const REPORT = bytes32Of("report");
const PAYMENT = bytes32Of("payment");

async function attested(): Promise<Consortium & { attestedS: number }> {
  const consortium = await deployConsortium();
  const attestedS = await nowS();
  await consortium.token.connect(consortium.auditor).attestReserves(1000n, attestedS, REPORT);
  return { ...consortium, attestedS };
}

describe("EnergyToken", () => {
  it("has six decimals and the currency's name", async () => {
    const { token } = await fresh(attested);
    expect(await token.decimals()).to.equal(6n);
    expect(await token.currency()).to.equal("NOK");
    expect(await token.symbol()).to.equal("wNOK");
    expect(await token.name()).to.equal("Wattproof NOK");
  });

  describe("mint", () => {
    it("refuses an account that is not the treasurer", async () => {
      const { token, auditor } = await fresh(attested);
      await expect(token.connect(auditor).mint(auditor, 1n, PAYMENT))
        .to.be.revertedWithCustomError(token, "AccessManagedUnauthorized")
        .withArgs(auditor);
    });

    it("refuses an amount of zero and a missing reference", async () => {
      const { token, stranger } = await fresh(attested);
      await expect(token.mint(stranger, 0n, PAYMENT))
        .to.be.revertedWithCustomError(token, "EnergyTokenInvalidMint")
        .withArgs(0n, PAYMENT);
      await expect(token.mint(stranger, 1n, ZeroHash))
        .to.be.revertedWithCustomError(token, "EnergyTokenInvalidMint")
        .withArgs(1n, ZeroHash);
    });

    it("refuses the zero address and leaves the reference unused", async () => {
      const { token, stranger } = await fresh(attested);
      await expect(token.mint(ZeroAddress, 1n, PAYMENT))
        .to.be.revertedWithCustomError(token, "ERC20InvalidReceiver")
        .withArgs(ZeroAddress);
      await token.mint(stranger, 1n, PAYMENT);
    });

    it("mints once per reference", async () => {
      const { token, stranger } = await fresh(attested);
      await expect(token.mint(stranger, 400n, PAYMENT))
        .to.emit(token, "Minted")
        .withArgs(stranger, 400n, PAYMENT);
      expect(await token.balanceOf(stranger)).to.equal(400n);
      await expect(token.mint(stranger, 1n, PAYMENT))
        .to.be.revertedWithCustomError(token, "EnergyTokenReferenceUsed")
        .withArgs(PAYMENT);
    });

    it("reaches the reserves exactly and never above", async () => {
      const { token, stranger } = await fresh(attested);
      await token.mint(stranger, 400n, PAYMENT);
      await expect(token.mint(stranger, 601n, bytes32Of("too much")))
        .to.be.revertedWithCustomError(token, "EnergyTokenReservesExceeded")
        .withArgs(1001n, 1000n);
      await token.mint(stranger, 600n, bytes32Of("rest"));
      expect(await token.totalSupply()).to.equal(1000n);
    });

    it("refuses everything before the first attestation", async () => {
      const { token, stranger } = await fresh(deployConsortium);
      await expect(token.mint(stranger, 1n, PAYMENT))
        .to.be.revertedWithCustomError(token, "EnergyTokenReservesExceeded")
        .withArgs(1n, 0n);
    });
  });

  describe("attestReserves", () => {
    it("refuses an account that is not the auditor", async () => {
      const { token, treasurer } = await fresh(attested);
      await expect(token.attestReserves(1n, await nowS(), REPORT))
        .to.be.revertedWithCustomError(token, "AccessManagedUnauthorized")
        .withArgs(treasurer);
    });

    it("refuses one that is not newer, and one of the future", async () => {
      const { token, auditor, attestedS } = await fresh(attested);
      const futureS = (await nowS()) + 1_000_000;
      for (const asOfS of [attestedS, attestedS - 1, futureS]) {
        await expect(token.connect(auditor).attestReserves(5n, asOfS, REPORT))
          .to.be.revertedWithCustomError(token, "EnergyTokenInvalidAttestation")
          .withArgs(asOfS);
      }
    });

    describe("given an amount below the supply", () => {
      it("records it and stops minting until reserves suffice again", async () => {
        const { token, auditor, stranger, attestedS } = await fresh(attested);
        await token.mint(stranger, 800n, PAYMENT);
        await advanceTo(attestedS + 100);
        await expect(token.connect(auditor).attestReserves(500n, attestedS + 1, REPORT))
          .to.emit(token, "ReservesAttested")
          .withArgs(500n, attestedS + 1, REPORT);
        expect(await token.attestedReserves()).to.equal(500n);
        expect(await token.attestedAtS()).to.equal(BigInt(attestedS + 1));
        expect(await token.totalSupply()).to.equal(800n);
        await expect(token.mint(stranger, 1n, bytes32Of("second")))
          .to.be.revertedWithCustomError(token, "EnergyTokenReservesExceeded")
          .withArgs(801n, 500n);
        await token.connect(auditor).attestReserves(801n, attestedS + 2, REPORT);
        await token.mint(stranger, 1n, bytes32Of("second"));
      });
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
