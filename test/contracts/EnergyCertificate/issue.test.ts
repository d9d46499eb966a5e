import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { describe, it } from "mocha";
import { certificateIdOf, readCertificateId } from "../../../protocol/index.js";
import { ContractWallet__factory } from "../../../typechain-types/index.js";
import { type Certified, certified, enrolMeter, HOUR_S, RATED_W } from "../../support/chain/certificates.js";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";

const QUARTER_S = 900;

const issues = (c: Certified, startS: number, endS: number, amountWh = 1n) =>
  c.certificates.issue(c.device, startS, endS, [c.owner], [amountWh]);

function refuses(c: Certified, startS: number, endS: number, error: string, amountWh?: bigint) {
  return expect(issues(c, startS, endS, amountWh))
    .to.be.revertedWithCustomError(c.certificates, error)
    .withArgs(c.device, startS, endS);
}

describe("EnergyCertificate: issue", () => {
  it("gives holders their Wh, under one id that says what it certifies", async () => {
    const c = await fresh(certified);
    const [startS, endS] = [c.hour(0), c.hour(1)];
    const id = certificateIdOf({ device: c.device, startS, endS });
    const topic = await c.certificates.TOPIC();
    const sent = c.certificates.issue(c.device, startS, endS, [c.owner, c.consumer, c.owner], [700n, 250n, 50n]);
    await expect(sent).to.emit(c.certificates, "IssuanceSingle").withArgs(c.body, topic, id, 1000n);
    for (const [holder, amount] of [
      [c.owner, 700n],
      [c.consumer, 250n],
      [c.owner, 50n],
    ] as const) {
      await expect(sent).to.emit(c.certificates, "TransferSingle").withArgs(c.issuer, ZeroAddress, holder, id, amount);
    }
    expect(await c.certificates.balanceOf(c.owner, id)).to.equal(750n);
    expect(await c.certificates.balanceOf(c.consumer, id)).to.equal(250n);
    const {
      device,
      startS: from,
      endS: to,
      issuedWh,
      accreditation,
      revokedByIncident,
    } = await c.certificates.certificateOf(id);
    expect([device, from, to, issuedWh]).to.deep.equal([c.device, BigInt(startS), BigInt(endS), 1000n]);
    expect([accreditation, revokedByIncident, await c.certificates.isValid(id)]).to.deep.equal([1n, 0n, true]);
  });

  it("derives ids as the protocol does", async () => {
    const c = await fresh(certified);
    for (const quarters of [1, 4, 96]) {
      const [startS, endS] = [c.hour(-24), c.hour(-24) + quarters * QUARTER_S];
      const id = await c.certificates.idOf(c.device, startS, endS);
      expect(id).to.equal(certificateIdOf({ device: c.device, startS, endS }));
      expect(readCertificateId(id)).to.deep.equal({ deviceStart: c.device.slice(0, 56), startS, endS });
    }
  });

  it("asks nobody who gets a certificate: a contract that knows none of that cannot stop it", async () => {
    const c = await fresh(certified);
    const wallet = await new ContractWallet__factory(c.stranger).deploy(c.stranger);
    const id = await c.issueHour(0, 10n, await wallet.getAddress());
    expect(await c.certificates.balanceOf(wallet, id)).to.equal(10n);
  });

  it("takes several intervals at once, all or none", async () => {
    const c = await fresh(certified);
    const other = await enrolMeter(c, "other meter");
    await c.accredit({ device: other });
    const of = (device: string, index: number) => ({
      device,
      startS: c.hour(index),
      endS: c.hour(index + 1),
      holders: [c.owner],
      amountsWh: [5n],
    });
    await c.certificates.issueBatch([of(c.device, 0), of(c.device, 1), of(other, 0)]);
    for (const [device, index] of [
      [c.device, 0],
      [c.device, 1],
      [other, 0],
    ] as const) {
      const id = await c.certificates.idOf(device, c.hour(index), c.hour(index + 1));
      expect(await c.certificates.balanceOf(c.owner, id)).to.equal(5n);
    }
    await expect(c.certificates.issueBatch([of(c.device, 2), of(other, 0)])).to.be.revertedWithCustomError(
      c.certificates,
      "EnergyCertificateAlreadyCertified",
    );
    await c.issueHour(2);
  });

  it("refuses everybody but the role ISSUER", async () => {
    const c = await fresh(certified);
    for (const account of [c.stranger, c.administrator, c.body, c.oracle]) {
      const by = c.certificates.connect(account);
      for (const call of [() => by.issue(c.device, c.hour(0), c.hour(1), [account], [1n]), () => by.issueBatch([])]) {
        await expect(call())
          .to.be.revertedWithCustomError(c.certificates, "AccessManagedUnauthorized")
          .withArgs(account);
      }
    }
  });

  describe("the interval", () => {
    it("is one to 96 quarters of an hour, and over", async () => {
      const c = await fresh(certified);
      const invalid = "EnergyCertificateInvalidInterval";
      await refuses(c, c.hour(0) + 1, c.hour(1), invalid);
      await refuses(c, c.hour(0), c.hour(1) - 1, invalid);
      await refuses(c, c.hour(0) + 1, c.hour(1) + 1, invalid);
      await refuses(c, c.hour(0), c.hour(0), invalid);
      await refuses(c, c.hour(1), c.hour(0), invalid);
      await refuses(c, c.hour(-24), c.hour(0) + QUARTER_S, invalid);
      const endS = (Math.floor((await nowS()) / QUARTER_S) + 1) * QUARTER_S;
      await nextBlockAt(endS - 1);
      await refuses(c, endS - QUARTER_S, endS, invalid);
      await nextBlockAt(endS);
      await issues(c, endS - QUARTER_S, endS);
      await issues(c, c.hour(-24), c.hour(0));
    });

    for (const [what, first, last, from, to] of [
      ["the same", 4, 8, 4, 8],
      ["its first quarter", 4, 8, 4, 5],
      ["its last quarter", 4, 8, 7, 8],
      ["one that holds it", 4, 8, 0, 12],
      ["one that begins in it", 4, 8, 7, 11],
      ["one that ends in it", 4, 8, 1, 5],
      ["a day that holds it", 4, 8, 0, 96],
    ] as const) {
      it(`is certified once: ${what} is refused, whoever gets it`, async () => {
        const c = await fresh(certified);
        const at = (quarter: number) => c.hour(0) + quarter * QUARTER_S;
        await issues(c, at(first), at(last));
        await refuses(c, at(from), at(to), "EnergyCertificateAlreadyCertified");
        await issues(c, at(first - 1), at(first));
        await issues(c, at(last), at(last + 1));
      });
    }

    it("is certified once also across the bounds of stored words", async () => {
      const c = await fresh(certified);
      const wordS = 256 * QUARTER_S;
      const boundS = Math.floor(c.hour(0) / wordS) * wordS;
      await issues(c, boundS - QUARTER_S, boundS + QUARTER_S);
      await refuses(c, boundS - QUARTER_S, boundS, "EnergyCertificateAlreadyCertified");
      await refuses(c, boundS, boundS + QUARTER_S, "EnergyCertificateAlreadyCertified");
      await refuses(c, boundS - 2 * QUARTER_S, boundS + 2 * QUARTER_S, "EnergyCertificateAlreadyCertified");
      await issues(c, boundS - 2 * QUARTER_S, boundS - QUARTER_S);
      await issues(c, boundS + QUARTER_S, boundS + 2 * QUARTER_S);
    });

    it("of another device is another matter", async () => {
      const c = await fresh(certified);
      const other = await enrolMeter(c, "other meter");
      await c.accredit({ device: other });
      await c.issueHour(0);
      await c.certificates.issue(other, c.hour(0), c.hour(1), [c.owner], [1n]);
    });
  });

  describe("the amount", () => {
    it("reaches rated power × time, in sum, and is refused above it", async () => {
      const c = await fresh(certified);
      const most = RATED_W;
      await expect(c.certificates.issue(c.device, c.hour(0), c.hour(1), [c.owner, c.consumer], [most - 1n, 2n]))
        .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateAboveRatedPower")
        .withArgs(c.device, c.hour(0), c.hour(1), most + 1n, most);
      await c.certificates.issue(c.device, c.hour(0), c.hour(1), [c.owner, c.consumer], [most - 1n, 1n]);
      await expect(issues(c, c.hour(1), c.hour(1) + QUARTER_S, most / 4n + 1n)).to.be.revertedWithCustomError(
        c.certificates,
        "EnergyCertificateAboveRatedPower",
      );
      await issues(c, c.hour(1), c.hour(1) + QUARTER_S, most / 4n);
      await issues(c, c.hour(2), c.hour(26), most * 24n);
    });

    it("is rounded down where rated power × time is no whole Wh", async () => {
      const c = await fresh(certified);
      await c.accredit({ number: 2, ratedPowerW: 7n });
      await expect(issues(c, c.hour(0), c.hour(0) + QUARTER_S, 2n))
        .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateAboveRatedPower")
        .withArgs(c.device, c.hour(0), c.hour(0) + QUARTER_S, 2n, 1n);
      await issues(c, c.hour(0), c.hour(0) + QUARTER_S, 1n);
    });

    it("does not wrap around", async () => {
      const c = await fresh(certified);
      const most = (1n << 64n) - 1n;
      await expect(c.certificates.issue(c.device, c.hour(0), c.hour(1), [c.owner, c.owner], [most, most]))
        .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateAboveRatedPower")
        .withArgs(c.device, c.hour(0), c.hour(1), 2n * most, RATED_W);
    });

    it("of the largest device there can be is kept whole", async () => {
      const c = await fresh(certified);
      const ratedPowerW = (1n << 48n) - 1n;
      await c.accredit({ number: 2, ratedPowerW });
      await issues(c, c.hour(0), c.hour(24), 24n * ratedPowerW);
      const id = await c.certificates.idOf(c.device, c.hour(0), c.hour(24));
      expect((await c.certificates.certificateOf(id)).issuedWh).to.equal(24n * ratedPowerW);
    });
  });

  it("refuses holders without amounts, amounts without holders, nobody and nothing", async () => {
    const c = await fresh(certified);
    for (const [holders, amounts] of [
      [[], []],
      [[c.owner.address], []],
      [[], [1n]],
      [[c.owner.address], [1n, 1n]],
      [
        [c.owner.address, ZeroAddress],
        [1n, 1n],
      ],
      [
        [c.owner.address, c.consumer.address],
        [1n, 0n],
      ],
    ] as const) {
      await expect(c.certificates.issue(c.device, c.hour(0), c.hour(1), [...holders], [...amounts]))
        .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateInvalidHolders")
        .withArgs(c.device, c.hour(0), c.hour(1));
    }
  });

  describe("the accreditation", () => {
    const none = "EnergyCertificateNotAccredited";

    it("is needed", async () => {
      const c = await fresh(certified);
      const other = await enrolMeter(c, "other meter");
      await expect(c.certificates.issue(other, c.hour(0), c.hour(1), [c.owner], [1n]))
        .to.be.revertedWithCustomError(c.certificates, none)
        .withArgs(other, c.hour(0), c.hour(1));
    });

    it("covers the whole interval", async () => {
      const c = await fresh(certified);
      const fromS = Number(c.wish.validFromS);
      await refuses(c, fromS - QUARTER_S, fromS + QUARTER_S, none);
      await issues(c, fromS, fromS + QUARTER_S);
      const other = await enrolMeter(c, "other meter");
      await c.accredit({ device: other, validFromS: BigInt(c.hour(0)), validUntilS: BigInt(c.hour(1)) });
      const issue = (startS: number, endS: number) => c.certificates.issue(other, startS, endS, [c.owner], [1n]);
      await expect(issue(c.hour(0), c.hour(1) + QUARTER_S)).to.be.revertedWithCustomError(c.certificates, none);
      await expect(issue(c.hour(1), c.hour(2))).to.be.revertedWithCustomError(c.certificates, none);
      await issue(c.hour(0), c.hour(1));
    });

    it("is the newest that covers the interval", async () => {
      const c = await fresh(certified);
      await c.accredit({ number: 2, ratedPowerW: 10n, validFromS: BigInt(c.hour(10)) });
      const before = await c.issueHour(9, RATED_W);
      await expect(issues(c, c.hour(10), c.hour(11), 11n)).to.be.revertedWithCustomError(
        c.certificates,
        "EnergyCertificateAboveRatedPower",
      );
      const after = await c.issueHour(10, 10n);
      expect((await c.certificates.certificateOf(before)).accreditation).to.equal(1n);
      expect((await c.certificates.certificateOf(after)).accreditation).to.equal(2n);
    });

    it("certifies nothing more once it is withdrawn, until a newer one covers the time", async () => {
      const c = await fresh(certified);
      const id = await c.issueHour(0);
      await c.certificates.connect(c.body).withdraw(c.device, 1);
      await refuses(c, c.hour(1), c.hour(2), none);
      expect(await c.certificates.isValid(id)).to.equal(true);
      await c.accredit({ number: 2 });
      await c.issueHour(1);
    });

    it("does not fall back to an older one when it is withdrawn", async () => {
      const c = await fresh(certified);
      await c.accredit({ number: 2, ratedPowerW: 1n });
      await c.certificates.connect(c.body).withdraw(c.device, 2);
      await refuses(c, c.hour(0), c.hour(1), none);
    });

    it("counts while its issuing body does", async () => {
      const c = await fresh(certified);
      const governance = c.certificates.connect(c.administrator);
      await governance.setIssuingBody(c.body, false);
      await refuses(c, c.hour(0), c.hour(1), none);
      await governance.setIssuingBody(c.body, true);
      await c.membership.connect(c.administrator).expel(c.body);
      await refuses(c, c.hour(0), c.hour(1), none);
      await c.membership.admit(c.body, "Back again");
      await c.issueHour(0);
    });
  });

  it("knows nothing of ids that were not issued", async () => {
    const c = await fresh(certified);
    const id = await c.certificates.idOf(c.device, c.hour(0), c.hour(0) + HOUR_S);
    expect(await c.certificates.isValid(id)).to.equal(false);
    for (const read of ["certificateOf", "getCertificate", "uri"] as const) {
      await expect(c.certificates[read](id))
        .to.be.revertedWithCustomError(c.certificates, "EnergyCertificateUnknown")
        .withArgs(id);
    }
  });
});
