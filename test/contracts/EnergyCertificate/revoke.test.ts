import { expect } from "chai";
import { describe, it } from "mocha";
import { type Certified, CLAIM, certified, enrolMeter } from "../../support/chain/certificates.js";
import { advanceTo, fresh, nowS } from "../../support/chain/chain.js";
import { EVIDENCE, IncidentCategory, QUARANTINE_S } from "../../support/chain/incidents.js";
import { readingOf, shown } from "../../support/chain/openings.js";

const quarantine = async (c: Certified) => {
  await c.report(0);
  await c.report(1);
};

const proveEquivocation = async (c: Certified) => {
  const [first, second] = ([1n, 2n] as const).map((wh) => shown(c.meter, c.domain, readingOf(c.device, 1n, wh)));
  await c.incidents.proveEquivocation(first!, second!);
};

const clear = async (c: Certified) => {
  await c.clear(2);
  await c.clear(3);
};

/** A certificate of which 300 of 1000 Wh are claimed, and a device that two neighbours quarantined. */
async function quarantined() {
  const c = await fresh(certified);
  const id = await c.issueHour(0);
  await c.certificates.connect(c.owner).safeTransferAndClaimFrom(c.owner, c.consumer, id, 300n, "0x", CLAIM);
  await quarantine(c);
  return { ...c, id, byBody: c.certificates.connect(c.body), byOwner: c.certificates.connect(c.owner) };
}

/** The same, and the certificate is revoked. */
async function revoked() {
  const c = await fresh(quarantined);
  await c.byBody.revoke(c.device, 1, [c.id]);
  return c;
}

describe("EnergyCertificate: revoke", () => {
  it("names the incident that proves the fault", async () => {
    const c = await fresh(quarantined);
    await expect(c.byBody.revoke(c.device, 1, [c.id]))
      .to.emit(c.certificates, "CertificateRevoked")
      .withArgs(c.id, 1n, c.body);
    expect((await c.certificates.certificateOf(c.id)).revokedByIncident).to.equal(1n);
    expect(await c.certificates.isValid(c.id)).to.equal(false);
  });

  it("stops transfers and claims, and leaves what was claimed to be seen", async () => {
    const c = await fresh(revoked);
    for (const call of [
      () => c.byOwner.safeTransferFrom(c.owner, c.consumer, c.id, 1n, "0x"),
      () => c.byOwner.safeBatchTransferFrom(c.owner, c.consumer, [c.id], [1n], "0x"),
      () => c.byOwner.safeTransferAndClaimFrom(c.owner, c.owner, c.id, 1n, "0x", CLAIM),
      () => c.byOwner.safeBatchTransferAndClaimFrom(c.owner, c.owner, [c.id], [1n], "0x", [CLAIM]),
    ]) {
      await expect(call())
        .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateIsRevoked")
        .withArgs(c.id, 1n);
    }
    expect(await c.certificates.claimedBalanceOf(c.consumer, c.id)).to.equal(300n);
    expect(await c.certificates.balanceOf(c.owner, c.id)).to.equal(700n);
  });

  it("does not make the interval free for another certificate", async () => {
    const c = await fresh(revoked);
    await expect(c.issueHour(0)).to.be.revertedWithCustomError(c.certificates, "EnergyCertificateAlreadyCertified");
  });

  it("takes many of one device, all or none", async () => {
    const c = await fresh(certified);
    const ids: [bigint, bigint, bigint] = [await c.issueHour(0), await c.issueHour(1), await c.issueHour(2)];
    await quarantine(c);
    const byBody = c.certificates.connect(c.body);
    await byBody.revoke(c.device, 1, [ids[2]]);
    await expect(byBody.revoke(c.device, 1, ids))
      .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateIsRevoked")
      .withArgs(ids[2], 1n);
    await byBody.revoke(c.device, 1, ids.slice(0, 2));
    for (const id of ids) expect(await c.certificates.isValid(id)).to.equal(false);
  });

  it("refuses what is not a certificate of the device", async () => {
    const c = await fresh(quarantined);
    const other = await enrolMeter(c, "other meter");
    await c.accredit({ device: other });
    await c.certificates.issue(other, c.hour(0), c.hour(1), [c.owner], [1n]);
    const ofOther = await c.certificates.idOf(other, c.hour(0), c.hour(1));
    for (const id of [ofOther, 1n, await c.certificates.idOf(c.device, c.hour(1), c.hour(2))]) {
      await expect(c.byBody.revoke(c.device, 1, [id]))
        .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateUnknown")
        .withArgs(id);
    }
    const unknown = await enrolMeter(c, "unknown meter");
    await expect(c.byBody.revoke(unknown, 1, [c.id])).to.be.revertedWithCustomError(
      c.certificates,
      "EnergyCertificateUnknown",
    );
  });

  describe("is of the issuing body", () => {
    it("and of nobody else, another issuing body included", async () => {
      const c = await fresh(quarantined);
      const second = c.neighbours[2]!.account;
      for (const account of [c.owner, c.issuer, c.administrator, second]) {
        await expect(c.certificates.connect(account).revoke(c.device, 1, [c.id]))
          .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateNotIssuingBody")
          .withArgs(account);
      }
      await c.certificates.connect(c.administrator).setIssuingBody(second, true);
      await expect(c.certificates.connect(second).revoke(c.device, 1, [c.id]))
        .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateNotRevoker")
        .withArgs(c.id, second);
    });

    it("or of the one that took the device over, should the first be dismissed", async () => {
      const c = await fresh(quarantined);
      const second = c.neighbours[2]!.account;
      const governance = c.certificates.connect(c.administrator);
      await governance.setIssuingBody(second, true);
      await governance.setIssuingBody(c.body, false);
      await expect(c.byBody.revoke(c.device, 1, [c.id]))
        .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateNotIssuingBody")
        .withArgs(c.body);
      await c.accredit({ number: 2, issuingBody: second.address.toLowerCase() as `0x${string}` }, second);
      await c.certificates.connect(second).revoke(c.device, 1, [c.id]);
      expect(await c.certificates.isValid(c.id)).to.equal(false);
    });
  });

  describe("needs an incident", () => {
    const refuses = (c: Certified, id: bigint, incident = 1n) =>
      expect(c.certificates.connect(c.body).revoke(c.device, incident, [id]))
        .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateNoEvidence")
        .withArgs(id, incident);

    it("that is there, with a number", async () => {
      const c = await fresh(quarantined);
      for (const incident of [0n, 2n]) await refuses(c, c.id, incident);
    });

    it("that quarantined the device: a report alone is none", async () => {
      const c = await fresh(certified);
      const id = await c.issueHour(0);
      await c.report(0);
      await refuses(c, id);
      await c.clear(1);
      await c.clear(2);
      await refuses(c, id);
    });

    it("that began after the interval did", async () => {
      const c = await fresh(certified);
      await quarantine(c);
      await clear(c);
      await proveEquivocation(c);
      const quarantinedAtS = Number((await c.incident()).quarantinedAtS);
      const nextS = Math.ceil(quarantinedAtS / 900) * 900;
      await advanceTo(nextS + 900);
      await c.certificates.issue(c.device, nextS - 900, nextS, [c.owner], [1n]);
      await c.certificates.issue(c.device, nextS, nextS + 900, [c.owner], [1n]);
      await refuses(c, await c.certificates.idOf(c.device, nextS, nextS + 900), 2n);
      const during = await c.certificates.idOf(c.device, nextS - 900, nextS);
      await c.certificates.connect(c.body).revoke(c.device, 2, [during]);
    });

    it("that no quorum cleared away", async () => {
      const c = await fresh(quarantined);
      await clear(c);
      await refuses(c, c.id);
    });

    it("or one that is proven, cleared or not", async () => {
      const c = await fresh(certified);
      const id = await c.issueHour(0);
      await proveEquivocation(c);
      await clear(c);
      await c.certificates.connect(c.body).revoke(c.device, 1, [id]);
      expect(await c.certificates.isValid(id)).to.equal(false);
    });

    it("which stays evidence when the quarantine has run out", async () => {
      const c = await fresh(quarantined);
      await advanceTo((await nowS()) + QUARANTINE_S + 1);
      await c.incidents.expire(c.device);
      await c.byBody.revoke(c.device, 1, [c.id]);
      expect(await c.certificates.isValid(c.id)).to.equal(false);
    });

    it("of the device itself", async () => {
      const c = await fresh(certified);
      const id = await c.issueHour(0);
      const other = await enrolMeter(c, "other meter");
      for (const { account, gateway } of c.neighbours.slice(0, 2)) {
        await c.incidents.connect(account).report(other, gateway, IncidentCategory.Tampering, EVIDENCE);
      }
      await refuses(c, id);
    });
  });
});
