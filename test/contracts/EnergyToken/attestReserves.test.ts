import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import { describe, it } from "mocha";
import { signQuorum } from "../../../demo/chain/treasury.js";
import { RESERVE_ATTESTATION_TYPES, tokenDomain } from "../../../protocol/index.js";
import { advanceTo, fresh, nowS } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { anyones, attested, FAR_S, LIMIT, PAYMENT, REPORT, type Vault } from "./vault.js";

async function attestationOf(vault: Vault, change: { amount?: bigint; asOfS?: number; deadlineS?: bigint }) {
  const attestation = { amount: 5n, asOfS: vault.attestedS + 1, reportHash: REPORT, deadlineS: FAR_S, ...change };
  return { attestation, quorum: await signQuorum(vault.treasury, RESERVE_ATTESTATION_TYPES, attestation) };
}

const statusOf = async ({ token }: Vault) => [...(await token.reserveStatus())];

describe("EnergyToken.attestReserves", () => {
  it("records what a quorum signed, whoever relays", async () => {
    const vault = await fresh(attested);
    await advanceTo(vault.attestedS + 100);
    const asOfS = vault.attestedS + 1;
    const { attestation, quorum } = await attestationOf(vault, { amount: 7n, asOfS });
    await expect(anyones(vault).attestReserves(attestation, quorum))
      .to.emit(vault.token, "ReservesAttested")
      .withArgs(7n, asOfS, REPORT)
      .and.not.to.emit(vault.token, "ReservesShort");
    expect(await vault.token.attestedReserves()).to.equal(7n);
    expect(await vault.token.attestedAtS()).to.equal(BigInt(asOfS));
    expect(await statusOf(vault)).to.deep.equal([0n, 7n, 0n, BigInt(asOfS)]);
  });

  it("refuses one that is not newer, the same again, and one of the future", async () => {
    const vault = await fresh(attested);
    const futureS = (await nowS()) + 1_000_000;
    for (const asOfS of [vault.attestedS, vault.attestedS - 1, futureS]) {
      const { attestation, quorum } = await attestationOf(vault, { asOfS });
      await expect(vault.token.attestReserves(attestation, quorum))
        .to.be.revertedWithCustomError(vault.token, "EnergyTokenInvalidAttestation")
        .withArgs(asOfS);
    }
  });

  it("refuses one that was kept back beyond its deadline", async () => {
    const vault = await fresh(attested);
    await advanceTo(vault.attestedS + 100);
    const deadlineS = BigInt(vault.attestedS) + 50n;
    const { attestation, quorum } = await attestationOf(vault, { deadlineS });
    await expect(vault.token.attestReserves(attestation, quorum))
      .to.be.revertedWithCustomError(vault.token, "EnergyTokenExpired")
      .withArgs(deadlineS);
  });

  it("refuses too few treasurers, even one who holds the role", async () => {
    const vault = await fresh(attested);
    await advanceTo(vault.attestedS + 100);
    const { attestation } = await attestationOf(vault, {});
    const alone = { ...vault.treasury, treasurers: [vault.treasurer] };
    const quorum = await signQuorum(alone, RESERVE_ATTESTATION_TYPES, attestation);
    const domain = tokenDomain({ chainId: 31337n, token: lower(await vault.token.getAddress()), currency: "NOK" });
    await expect(vault.token.attestReserves(attestation, quorum))
      .to.be.revertedWithCustomError(vault.token, "EnergyTokenInvalidQuorum")
      .withArgs(TypedDataEncoder.hash(domain, RESERVE_ATTESTATION_TYPES, attestation));
  });

  describe("given an amount below the supply", () => {
    it("records it, says so, and stops minting until reserves suffice again", async () => {
      const vault = await fresh(attested);
      const { token, stranger, attestedS } = vault;
      await token.mint(stranger, 800n, PAYMENT);
      await advanceTo(attestedS + 100);
      const low = await attestationOf(vault, { amount: 500n, asOfS: attestedS + 1 });
      await expect(token.attestReserves(low.attestation, low.quorum))
        .to.emit(token, "ReservesAttested")
        .withArgs(500n, attestedS + 1, REPORT)
        .and.to.emit(token, "ReservesShort")
        .withArgs(800n, 500n);
      expect(await statusOf(vault)).to.deep.equal([800n, 500n, 300n, BigInt(attestedS + 1)]);
      await expect(token.mint(stranger, 1n, bytes32Of("second")))
        .to.be.revertedWithCustomError(token, "EnergyTokenReservesExceeded")
        .withArgs(801n, 500n);
      const enough = await attestationOf(vault, { amount: LIMIT, asOfS: attestedS + 2 });
      await token.attestReserves(enough.attestation, enough.quorum);
      await token.mint(stranger, 1n, bytes32Of("second"));
    });
  });
});
