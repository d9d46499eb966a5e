import { expect } from "chai";
import { MaxUint256, ZeroAddress, ZeroHash } from "ethers";
import { describe, it } from "mocha";
import { mintByQuorum } from "../../../demo/chain/treasury.js";
import { advanceTo, fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { deployConsortium, ROLE } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { attested, DAY_S, LIMIT, PAYMENT } from "./vault.js";

describe("EnergyToken.mint", () => {
  it("refuses an account without the treasurer's role, a signing treasurer too", async () => {
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
    expect(await token.isReferenceUsed(PAYMENT)).to.equal(false);
    await token.mint(stranger, 1n, PAYMENT);
  });

  it("mints once per reference", async () => {
    const { token, stranger } = await fresh(attested);
    await expect(token.mint(stranger, 400n, PAYMENT))
      .to.emit(token, "Minted")
      .withArgs(stranger, 400n, PAYMENT);
    expect(await token.balanceOf(stranger)).to.equal(400n);
    expect(await token.isReferenceUsed(PAYMENT)).to.equal(true);
    await expect(token.mint(stranger, 1n, PAYMENT))
      .to.be.revertedWithCustomError(token, "EnergyTokenReferenceUsed")
      .withArgs(PAYMENT);
  });

  it("reaches the reserves exactly and never above", async () => {
    const { token, treasury, stranger } = await fresh(attested);
    await mintByQuorum(treasury, { to: stranger.address, amount: 10n * LIMIT - 1000n, paymentReference: PAYMENT });
    await expect(token.mint(stranger, 1001n, bytes32Of("too much")))
      .to.be.revertedWithCustomError(token, "EnergyTokenReservesExceeded")
      .withArgs(10n * LIMIT + 1n, 10n * LIMIT);
    await token.mint(stranger, 1000n, bytes32Of("rest"));
    expect(await token.totalSupply()).to.equal(10n * LIMIT);
  });

  it("refuses everything before the first attestation", async () => {
    const { token, stranger } = await fresh(deployConsortium);
    await expect(token.mint(stranger, 1n, PAYMENT))
      .to.be.revertedWithCustomError(token, "EnergyTokenReservesExceeded")
      .withArgs(1n, 0n);
  });

  describe("the limit", () => {
    it("holds for one mint and for many, of all single treasurers together", async () => {
      const { token, authority, auditor, stranger } = await fresh(attested);
      await authority.grantRole(ROLE.treasurer, auditor, 0);
      await expect(token.mint(stranger, LIMIT + 1n, PAYMENT))
        .to.be.revertedWithCustomError(token, "EnergyTokenMintLimitExceeded")
        .withArgs(LIMIT + 1n, LIMIT);
      await token.mint(stranger, LIMIT - 10n, bytes32Of("one"));
      expect(await token.mintableAlone()).to.equal(10n);
      await expect(token.connect(auditor).mint(stranger, 11n, bytes32Of("two")))
        .to.be.revertedWithCustomError(token, "EnergyTokenMintLimitExceeded")
        .withArgs(11n, 10n);
      await token.connect(auditor).mint(stranger, 10n, bytes32Of("two"));
      expect(await token.mintableAlone()).to.equal(0n);
    });

    it("rolls: what was minted comes back a day later to the second, mint by mint", async () => {
      const { token, stranger } = await fresh(attested);
      const startS = (await nowS()) + 100;
      await nextBlockAt(startS);
      await token.mint(stranger, LIMIT - 10n, bytes32Of("one"));
      await nextBlockAt(startS + DAY_S - 1);
      await token.mint(stranger, 10n, bytes32Of("two"));
      expect(await token.mintableAlone()).to.equal(0n);
      await advanceTo(startS + DAY_S);
      expect(await token.mintableAlone()).to.equal(LIMIT - 10n);
      await advanceTo(startS + 2 * DAY_S - 1);
      expect(await token.mintableAlone()).to.equal(LIMIT);
    });

    it("is not touched by what a quorum mints", async () => {
      const { token, treasury, stranger } = await fresh(attested);
      await mintByQuorum(treasury, { to: stranger.address, amount: 2n * LIMIT, paymentReference: PAYMENT });
      expect(await token.mintableAlone()).to.equal(LIMIT);
    });

    it("is changed by governance alone, and zero leaves all minting to quorums", async () => {
      const { token, treasury, administrator, treasurer, stranger } = await fresh(attested);
      await expect(token.setMintLimit(MaxUint256 >> 128n))
        .to.be.revertedWithCustomError(token, "AccessManagedUnauthorized")
        .withArgs(treasurer);
      await token.mint(stranger, 5n, PAYMENT);
      await expect(token.connect(administrator).setMintLimit(0n)).to.emit(token, "MintLimitSet").withArgs(0n);
      expect(await token.mintLimit()).to.equal(0n);
      expect(await token.mintableAlone()).to.equal(0n);
      await expect(token.mint(stranger, 1n, bytes32Of("two")))
        .to.be.revertedWithCustomError(token, "EnergyTokenMintLimitExceeded")
        .withArgs(1n, 0n);
      await mintByQuorum(treasury, { to: stranger.address, amount: 1n, paymentReference: bytes32Of("two") });
    });
  });
});
