import { expect } from "chai";
import { describe, it } from "mocha";
import { ZERO_HASH } from "../../../protocol/index.js";
import { fresh } from "../../support/chain/chain.js";
import { ROLE } from "../../support/chain/consortium.js";
import { agree, endOf, enrolHome, intervalOf, openMeters, START_S } from "../../support/chain/market.js";
import { headAfter, settledBy } from "../../support/chain/settled.js";
import { accredit, certify, eveHour, heldOf, type Producing, producing, settleHours } from "./producing.js";

/** First four bytes of one of the certificates' errors. */
const reasonOf = ({ certificates }: Producing, name: string) => certificates.interface.getError(name)!.selector;

const held = (v: Producing, count: number) => heldOf(v, v.device, count, v.supplier.account);

describe("ProductionCertifier: what is left out", () => {
  it("is what was certified before; nothing is certified twice", async () => {
    const v = await fresh(producing);
    const told = await settleHours(v, 3);
    await certify(v, told.slice(1), headAfter(told.slice(0, 1)));
    const sent = certify(v, told);
    const reason = reasonOf(v, "EnergyCertificateAlreadyCertified");
    for (const count of [2, 3]) {
      await expect(sent).to.emit(v.certifier, "NotCertified").withArgs(v.device, endOf(count), reason);
    }
    await certify(v, told);
    expect(await Promise.all([1, 2, 3].map((count) => held(v, count)))).to.deep.equal([1600n, 1600n, 1600n]);
  });

  it("is what no accreditation covers, until one does", async () => {
    const v = await fresh(producing);
    const window = { validFromS: BigInt(endOf(1)), validUntilS: BigInt(endOf(2)) };
    await v.certificates.connect(v.grid).withdraw(v.device, 1);
    await accredit(v, { device: v.device, number: 2, ...window });
    const told = await settleHours(v, 3);
    const sent = certify(v, told);
    const reason = reasonOf(v, "EnergyCertificateNotAccredited");
    for (const count of [1, 3]) {
      await expect(sent).to.emit(v.certifier, "NotCertified").withArgs(v.device, endOf(count), reason);
    }
    expect(await Promise.all([1, 2, 3].map((count) => held(v, count)))).to.deep.equal([0n, 1600n, 0n]);

    await accredit(v, { device: v.device, number: 3 });
    await certify(v, told);
    expect(await Promise.all([1, 2, 3].map((count) => held(v, count)))).to.deep.equal([1600n, 1600n, 1600n]);
  });

  it("is what is beyond the device's rated power", async () => {
    const v = await fresh(producing);
    const hours = [
      await eveHour(v, 1, [5000n, 0n, 0n], 0n),
      await eveHour(v, 2, [10_001n, 0n, 0n], 0n),
      await eveHour(v, 3, [10_002n, 0n, 0n], 0n),
    ];
    const told = await settledBy(v, v.settlement.settle(hours));
    await expect(certify(v, told))
      .to.emit(v.certifier, "NotCertified")
      .withArgs(v.device, endOf(2), reasonOf(v, "EnergyCertificateAboveRatedPower"));
    expect(await Promise.all([1, 2, 3].map((count) => held(v, count)))).to.deep.equal([5000n, 0n, 1n]);
  });

  it("is what does not begin and end at quarters of an hour", async () => {
    const v = await fresh(producing);
    const periodS = 960;
    const [roof, home] = [await enrolHome(v, v.people[5]!), await enrolHome(v, v.people[6]!)];
    await openMeters(v, [roof, home]);
    await agree(v, home, roof, { settlementPeriodS: periodS });
    const device = roof.meter.device;
    await accredit(v, { device });
    const endS = START_S + periodS;
    const readings = [roof.meter.read(endS, 0n, 10n), home.meter.read(endS, 10n, 0n)];
    const told = await settledBy(v, v.settlement.settle([await intervalOf(v, roof, endS, readings, periodS)]));
    await expect(certify(v, told))
      .to.emit(v.certifier, "NotCertified")
      .withArgs(device, endS, reasonOf(v, "EnergyCertificateInvalidInterval"));
  });

  it("is nothing for any other reason: without its role the call fails", async () => {
    const v = await fresh(producing);
    const told = await settleHours(v, 1);
    await v.authority.revokeRole(ROLE.issuer, v.certifier);
    await expect(certify(v, told))
      .to.be.revertedWithCustomError(v.certificates, "AccessManagedUnauthorized")
      .withArgs(v.certifier);
    await v.authority.grantRole(ROLE.issuer, v.certifier, 0);
    await certify(v, told, ZERO_HASH);
    expect(await held(v, 1)).to.equal(1600n);
  });
});
