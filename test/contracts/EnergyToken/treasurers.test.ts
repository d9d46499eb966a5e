import { p256 } from "@noble/curves/nist.js";
import { expect } from "chai";
import { concat, ZeroAddress } from "ethers";
import { describe, it } from "mocha";
import { type Hex, toHex } from "../../../protocol/index.js";
import { EnergyToken__factory } from "../../../typechain-types/index.js";
import { fresh } from "../../support/chain/chain.js";
import { type Consortium, deployConsortium, lower } from "../../support/chain/consortium.js";
import { DAY_S, LIMIT, REDEMPTION_PERIOD_S } from "./vault.js";

const TERMS = { currency: "NOK", mintLimit: LIMIT, mintWindowS: DAY_S, redemptionPeriodS: REDEMPTION_PERIOD_S };
const POINT = toHex(p256.getPublicKey(new Uint8Array(32).fill(7), false).subarray(1));

async function deploy(c: Consortium, { terms = {}, treasurers = [lower(c.maker.address)], threshold = 1 } = {}) {
  const factory = new EnergyToken__factory(c.administrator);
  return factory.deploy(c.authority, c.p256Verifier, { ...TERMS, ...terms }, treasurers, threshold);
}

/** What is no treasurer's signer bytes. */
function unfit({ p256Verifier }: Consortium): Record<string, string> {
  return {
    "the zero address": ZeroAddress,
    "a point under another verifier": concat([`0x${"99".repeat(20)}`, POINT]),
    "a point beside the curve": concat([p256Verifier, `0x${"01".repeat(64)}`]),
    "a point cut short": concat([p256Verifier, POINT.slice(0, -2)]),
    "bytes after an address": `0x${"99".repeat(21)}`,
  };
}

describe("EnergyToken's treasurers", () => {
  it("are those of the deployment, and as many as it says make a quorum", async () => {
    const c = await fresh(deployConsortium);
    const card: Hex = `${c.p256Verifier}${POINT.slice(2)}`;
    const token = await deploy(c, { treasurers: [lower(c.maker.address), card], threshold: 2 });
    expect(await token.getSigners(0, 9)).to.deep.equal([lower(c.maker.address), card]);
    expect(await token.threshold()).to.equal(2n);
    expect(await token.mintLimit()).to.equal(LIMIT);
    expect(await token.MINT_WINDOW_S()).to.equal(BigInt(DAY_S));
    expect(await token.REDEMPTION_PERIOD_S()).to.equal(BigInt(REDEMPTION_PERIOD_S));
    expect(await token.P256_VERIFIER()).to.equal(await c.devices.P256_VERIFIER());
  });

  it("refuses terms without a window, and a period of nothing or beyond thirty days", async () => {
    const c = await fresh(deployConsortium);
    for (const terms of [{ mintWindowS: 0 }, { redemptionPeriodS: 0 }, { redemptionPeriodS: 30 * DAY_S + 1 }]) {
      const { mintWindowS, redemptionPeriodS } = { ...TERMS, ...terms };
      await expect(deploy(c, { terms }))
        .to.be.revertedWithCustomError(c.token, "EnergyTokenInvalidTerms")
        .withArgs(mintWindowS, redemptionPeriodS);
    }
    await deploy(c, { terms: { redemptionPeriodS: 30 * DAY_S } });
  });

  it("are wallets or P-256 keys of the deployment's verifier, from the start and later", async () => {
    const c = await fresh(deployConsortium);
    const governance = c.token.connect(c.administrator);
    for (const [name, signer] of Object.entries(unfit(c))) {
      await expect(deploy(c, { treasurers: [signer as Hex] }), name)
        .to.be.revertedWithCustomError(c.token, "EnergyTokenInvalidTreasurer")
        .withArgs(signer);
      await expect(governance.setTreasurers([signer], [], 2), name)
        .to.be.revertedWithCustomError(c.token, "EnergyTokenInvalidTreasurer")
        .withArgs(signer);
    }
    await expect(deploy(c, { treasurers: ["0x99"] })).to.be.revertedWithCustomError(
      c.token,
      "MultiSignerERC7913InvalidSigner",
    );
  });

  it("are changed by governance alone, all at once", async () => {
    const { token, administrator, treasurer, auditor, maker, grid, stranger } = await fresh(deployConsortium);
    const everybody = [maker, grid, stranger].map(({ address }) => lower(address));
    await expect(token.setTreasurers(everybody, [], 1))
      .to.be.revertedWithCustomError(token, "AccessManagedUnauthorized")
      .withArgs(treasurer);
    const governance = token.connect(administrator);
    await governance.setTreasurers(everybody, [treasurer.address, auditor.address], 3);
    expect((await token.getSigners(0, 9)).toSorted()).to.deep.equal(everybody.toSorted());
    expect(await token.threshold()).to.equal(3n);
    await governance.setTreasurers([treasurer.address], everybody, 1);
    expect(await token.getSigners(0, 9)).to.deep.equal([lower(treasurer.address)]);
  });

  it("refuses a quorum of nobody or out of reach, and whoever is one already or is none", async () => {
    const { token, administrator, treasurer, stranger } = await fresh(deployConsortium);
    const governance = token.connect(administrator);
    await expect(governance.setTreasurers([], [], 0)).to.be.revertedWithCustomError(
      token,
      "MultiSignerERC7913ZeroThreshold",
    );
    await expect(governance.setTreasurers([], [treasurer.address], 2))
      .to.be.revertedWithCustomError(token, "MultiSignerERC7913UnreachableThreshold")
      .withArgs(1n, 2n);
    await expect(governance.setTreasurers([treasurer.address], [], 2))
      .to.be.revertedWithCustomError(token, "MultiSignerERC7913AlreadyExists")
      .withArgs(lower(treasurer.address));
    await expect(governance.setTreasurers([], [stranger.address], 2))
      .to.be.revertedWithCustomError(token, "MultiSignerERC7913NonexistentSigner")
      .withArgs(lower(stranger.address));
  });
});
