import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { describe, it } from "mocha";
import { deviceReplacementHash } from "../../../protocol/index.js";
import { enrolBattery, FACTS, PASSPORT } from "../../support/chain/batteries.js";
import { fresh } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { issueNamed, withCycles } from "./cycles.js";

/** A battery with anchored cycles, of which the checkpoint knows the first alone, and a spare device to drop the others. */
async function measured() {
  const c = await withCycles();
  const spare = await enrolBattery(c, { name: "spare", key: secp256k1Key("spare") });
  await c.passports.checkpoint(PASSPORT, c.proofOf(3));
  const [pack = 0n] = await issueNamed(c, "pack");
  const terms = { passport: PASSPORT, oldDevice: c.device, lastSequence: 3n, firstSequence: 1n };
  const newSignature = spare.key.sign(c.domain, deviceReplacementHash({ ...terms, newDevice: spare.device }));
  const replace = () =>
    c.passports.replaceDevice({
      passport: PASSPORT,
      newDevice: spare.device,
      firstSequence: 1n,
      oldSignature: "0x",
      newSignature,
      attestation: bytes32Of("statement"),
    });
  return { ...c, spare, pack, replace, buyer: c.people[0]! };
}

describe("BatteryPassport: an offer of custody", () => {
  it("ends when the battery's device is replaced, which drops records", async () => {
    const c = await fresh(measured);
    await c.passports.offerCustody(PASSPORT, c.buyer);
    await expect(c.replace()).to.emit(c.passports, "CustodyOfferWithdrawn").withArgs(PASSPORT);
    await expect(c.passports.connect(c.buyer).acceptCustody(PASSPORT))
      .to.be.revertedWithCustomError(c.passports, "BatteryPassportNotOffered")
      .withArgs(PASSPORT, c.buyer);
  });

  it("of a pack ends when a module's device is replaced", async () => {
    const c = await fresh(measured);
    await c.passports.addModules(c.pack, [PASSPORT]);
    await c.passports.offerCustody(c.pack, c.buyer);
    await expect(c.replace()).to.emit(c.passports, "CustodyOfferWithdrawn").withArgs(c.pack);
    await expect(c.passports.connect(c.buyer).acceptCustody(c.pack))
      .to.be.revertedWithCustomError(c.passports, "BatteryPassportNotOffered")
      .withArgs(c.pack, c.buyer);
  });

  it("ends when the first device is bound", async () => {
    const c = await deployConsortium();
    await c.passports.issue(FACTS);
    const { device } = await enrolBattery(c);
    await c.passports.offerCustody(PASSPORT, c.stranger);
    await expect(c.passports.bind(PASSPORT, device, 1n))
      .to.emit(c.passports, "CustodyOfferWithdrawn")
      .withArgs(PASSPORT);
    expect(await c.passports.custodyOfferOf(PASSPORT)).to.equal(ZeroAddress);
  });

  it("is not touched by a replacement that is refused, nor announced as withdrawn where there was none", async () => {
    const c = await fresh(measured);
    await expect(c.replace()).not.to.emit(c.passports, "CustodyOfferWithdrawn");
    await c.passports.offerCustody(PASSPORT, c.buyer);
    await expect(c.replace()).to.be.revertedWithCustomError(c.passports, "BatteryPassportDeviceTaken");
    expect(await c.passports.custodyOfferOf(PASSPORT)).to.equal(c.buyer.address);
  });
});
