import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import { describe, it } from "mocha";
import { ACCREDITATION_TYPES, certificateDomain, DeviceKind, ZERO_HASH } from "../../../protocol/index.js";
import { ContractWallet__factory } from "../../../typechain-types/index.js";
import { type Certified, certified, enrolMeter, signAccreditation } from "../../support/chain/certificates.js";
import { fresh } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { bytes32Of, enrolDevice } from "../../support/chain/devices.js";

/** A second member that governance appointed. */
async function twoBodies() {
  const c = await fresh(certified);
  const second = c.neighbours[2]!.account;
  await c.certificates.connect(c.administrator).setIssuingBody(second, true);
  return { ...c, second };
}

const expelledBody = (c: Certified) => c.membership.connect(c.administrator).expel(c.body);

describe("EnergyCertificate: issuing bodies", () => {
  it("are appointed and dismissed by governance", async () => {
    const { certificates, administrator, body, grid } = await fresh(certified);
    const governance = certificates.connect(administrator);
    expect(await certificates.isIssuingBody(grid)).to.equal(false);
    await expect(governance.setIssuingBody(grid, true)).to.emit(certificates, "IssuingBodySet").withArgs(grid, true);
    expect(await certificates.isIssuingBody(grid)).to.equal(true);
    await expect(governance.setIssuingBody(body, false)).to.emit(certificates, "IssuingBodySet").withArgs(body, false);
    expect(await certificates.isIssuingBody(body)).to.equal(false);
  });

  it("are appointed by nobody else, not even by one another", async () => {
    const { certificates, body, stranger } = await fresh(certified);
    for (const account of [stranger, body]) {
      await expect(certificates.connect(account).setIssuingBody(account, true))
        .to.be.revertedWithCustomError(certificates, "AccessManagedUnauthorized")
        .withArgs(account);
    }
  });

  it("are members: a stranger is not appointed, but dismissed", async () => {
    const { certificates, administrator, stranger } = await fresh(certified);
    const governance = certificates.connect(administrator);
    await expect(governance.setIssuingBody(stranger, true))
      .to.be.revertedWithCustomError(certificates, "EnergyCertificateNotMember")
      .withArgs(stranger);
    await governance.setIssuingBody(stranger, false);
  });

  it("count no more when they are expelled, and again when they are readmitted", async () => {
    const c = await fresh(certified);
    await expelledBody(c);
    expect(await c.certificates.isIssuingBody(c.body)).to.equal(false);
    await c.membership.admit(c.body, "Back again");
    expect(await c.certificates.isIssuingBody(c.body)).to.equal(true);
  });
});

describe("EnergyCertificate: accredit", () => {
  it("keeps what the issuing body signed, whoever relays it", async () => {
    const c = await fresh(certified);
    expect(await c.certificates.accreditationCount(c.device)).to.equal(1n);
    const a = await c.certificates.accreditationOf(c.device, 1);
    const { issuingBody, validFromS, validUntilS, ratedPowerW, storageEfficiencyPpm } = a;
    const { withdrawn, site, energySource, energyCarrier } = a;
    const what = { site, energySource, energyCarrier, ratedPowerW, storageEfficiencyPpm: Number(storageEfficiencyPpm) };
    const kept = { issuingBody: lower(issuingBody), validFromS, validUntilS, ...what };
    expect({ device: c.device, number: 1, ...kept }).to.deep.equal(c.wish);
    expect(withdrawn).to.equal(false);
  });

  it("says who vouched for what", async () => {
    const c = await fresh(certified);
    const next = { ...c.wish, number: 2, storageEfficiencyPpm: 1_000_000 };
    const values = Object.keys(next).map((name) => next[name as keyof typeof next]);
    await expect(c.accredit(next))
      .to.emit(c.certificates, "DeviceAccredited")
      .withArgs(c.device, 2, c.body, (kept: unknown[]) => {
        expect(kept.map(String).map((text) => text.toLowerCase())).to.deep.equal(
          values.map(String).map((text) => text.toLowerCase()),
        );
        return true;
      });
  });

  it("hashes an accreditation as wallets do", async () => {
    const c = await fresh(certified);
    const place = { chainId: 31337n, certificates: lower(await c.certificates.getAddress()) };
    expect(await c.certificates.accreditationHash(c.wish)).to.equal(
      TypedDataEncoder.hash(certificateDomain(place), ACCREDITATION_TYPES, c.wish),
    );
  });

  it("takes the word of a contract wallet that is a member", async () => {
    const c = await fresh(certified);
    const wallet = await new ContractWallet__factory(c.stranger).deploy(c.stranger);
    await c.membership.admit(wallet, "Issuing body with a wallet");
    await c.certificates.connect(c.administrator).setIssuingBody(wallet, true);
    await c.accredit({ number: 2, issuingBody: lower(await wallet.getAddress()) }, c.stranger);
    expect((await c.certificates.accreditationOf(c.device, 2)).issuingBody).to.equal(await wallet.getAddress());
  });

  it("refuses a number that is not the next: an accreditation counts once", async () => {
    const c = await fresh(certified);
    for (const number of [0, 1, 3]) {
      await expect(c.accredit({ number }))
        .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateUnexpectedNumber")
        .withArgs(c.device, 2, number);
    }
  });

  for (const [what, changes] of [
    ["no site", { site: ZERO_HASH }],
    ["no source", { energySource: "" }],
    ["a source of 32 bytes", { energySource: "s".repeat(32) }],
    ["no carrier", { energyCarrier: "" }],
    ["a carrier of 32 bytes", { energyCarrier: "c".repeat(32) }],
    ["no rated power", { ratedPowerW: 0n }],
    ["a storage that gives more than it took", { storageEfficiencyPpm: 1_000_001 }],
    ["an end before its beginning", { validFromS: 2n, validUntilS: 2n }],
  ] as const) {
    it(`refuses one with ${what}`, async () => {
      const c = await fresh(certified);
      await expect(c.accredit({ number: 2, ...changes }))
        .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateInvalidAccreditation")
        .withArgs(c.device);
    });
  }

  it("refuses what is not a meter, or not known", async () => {
    const c = await fresh(certified);
    const wish = { name: "sensor", kind: DeviceKind.Sensor, organisation: c.grid, owner: c.owner.address };
    const sensor = (await enrolDevice(c, wish)).device;
    for (const device of [sensor, bytes32Of("nothing")]) {
      await expect(c.accredit({ device }))
        .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateNotMeter")
        .withArgs(device);
    }
  });

  it("refuses whom governance did not appoint, or dismissed, or who is no member any more", async () => {
    const c = await fresh(certified);
    const refuses = (issuingBody: typeof c.body) =>
      expect(c.accredit({ number: 2, issuingBody: lower(issuingBody.address) }, issuingBody))
        .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateNotIssuingBody")
        .withArgs(issuingBody);
    await refuses(c.grid);
    await expelledBody(c);
    await refuses(c.body);
    await c.membership.admit(c.body, "Back again");
    await c.certificates.connect(c.administrator).setIssuingBody(c.body, false);
    await refuses(c.body);
  });

  it("refuses a signature of somebody else, or over anything else", async () => {
    const c = await fresh(twoBodies);
    const wish = { ...c.wish, number: 2 };
    const signatures = [
      await signAccreditation(c, wish, c.second),
      await signAccreditation(c, { ...wish, ratedPowerW: 1n }, c.body),
      await signAccreditation(c, { ...wish, energySource: "Wind" }, c.body),
      await signAccreditation(c, { ...wish, energyCarrier: "Heat" }, c.body),
      await signAccreditation(c, { ...wish, site: bytes32Of("other roof") }, c.body),
      "0x",
    ];
    for (const signature of signatures) {
      await expect(c.certificates.accredit(wish, signature))
        .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateInvalidSignature")
        .withArgs(c.device, c.body);
    }
  });

  it("refuses a signature for another contract", async () => {
    const c = await fresh(certified);
    const wish = { ...c.wish, number: 2 };
    const domain = certificateDomain({ chainId: 31337n, certificates: lower(await c.devices.getAddress()) });
    const signature = await c.body.signTypedData(domain, ACCREDITATION_TYPES, wish);
    await expect(c.certificates.accredit(wish, signature)).to.be.revertedWithCustomError(
      c.certificates,
      "EnergyCertificateInvalidSignature",
    );
  });

  it("ends at 256 accreditations, and still finds the first", async () => {
    const c = await fresh(certified);
    const late = { validFromS: c.wish.validUntilS, validUntilS: c.wish.validUntilS + 1n };
    for (let number = 2; number <= 256; number++) await c.accredit({ number, ...late });
    await expect(c.accredit({ number: 257 }))
      .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateAccreditationsFull")
      .withArgs(c.device);
    await c.issueHour(0);
  }).timeout(120_000);

  it("knows no accreditation beyond the last", async () => {
    const c = await fresh(certified);
    for (const number of [0, 2]) {
      await expect(c.certificates.accreditationOf(c.device, number))
        .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateUnknownAccreditation")
        .withArgs(c.device, number);
    }
  });
});

describe("EnergyCertificate: withdraw", () => {
  it("ends an accreditation, by its issuing body, also after that was dismissed", async () => {
    const c = await fresh(certified);
    await c.certificates.connect(c.administrator).setIssuingBody(c.body, false);
    await expect(c.certificates.connect(c.body).withdraw(c.device, 1))
      .to.emit(c.certificates, "AccreditationWithdrawn")
      .withArgs(c.device, 1, c.body);
    expect((await c.certificates.accreditationOf(c.device, 1)).withdrawn).to.equal(true);
  });

  it("refuses anybody else", async () => {
    const c = await fresh(twoBodies);
    for (const account of [c.second, c.stranger, c.administrator]) {
      await expect(c.certificates.connect(account).withdraw(c.device, 1))
        .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateNotAccreditor")
        .withArgs(c.device, 1, account);
    }
  });

  it("happens once, to what is there", async () => {
    const c = await fresh(certified);
    const by = c.certificates.connect(c.body);
    await by.withdraw(c.device, 1);
    await expect(by.withdraw(c.device, 1))
      .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateAlreadyWithdrawn")
      .withArgs(c.device, 1);
    await expect(by.withdraw(c.device, 2))
      .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateUnknownAccreditation")
      .withArgs(c.device, 2);
    const other = await enrolMeter(c, "other meter");
    await expect(by.withdraw(other, 1)).to.be.revertedWithCustomError(
      c.certificates,
      "EnergyCertificateUnknownAccreditation",
    );
  });
});
