import { expect } from "chai";
import { describe, it } from "mocha";
import { DeviceKind } from "../../../protocol/index.js";
import { NEVER_S, openVillage, signForMarket } from "../../support/chain/adverts.js";
import { advanceTo, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { bytes32Of, enrolDevice } from "../../support/chain/devices.js";
import { gasOf } from "../../support/chain/gas.js";
import { PERIOD_S } from "../../support/chain/market.js";

const DAY_S = 86_400;
/** A tenth of what Osaka lets one transaction use (EIP-7825). */
const MOST_GAS = 16_777_216 / 10;

describe("EnergyMarket: advertise", () => {
  it("keeps what the owner of the meter offers, under the next number", async () => {
    const { market, seller, terms, advertise } = await openVillage();
    await expect(market.connect(seller.account).advertise(terms()))
      .to.emit(market, "AdvertPlaced")
      .withArgs(1, seller.meter.device, seller.account.address, (kept: unknown[]) => {
        const given = Object.values(terms()).map((value) => (typeof value === "number" ? BigInt(value) : value));
        expect([...kept]).to.deep.equal(given);
        return true;
      });
    const { owner, acceptedWh, isWithdrawn } = await market.advertOf(1);
    expect({ owner, acceptedWh, isWithdrawn }).to.deep.equal({
      owner: seller.account.address,
      acceptedWh: 0n,
      isWithdrawn: false,
    });
    expect(await market.stateOf(1)).to.equal(1n);
    expect(await advertise({ quantityWh: 1_000n })).to.equal(2n);
    expect((await market.advertsOf(seller.meter.device)).slice(0, 3)).to.deep.equal([1n, 2n, 0n]);
  });

  it("knows no other advert", async () => {
    const { market, seller } = await openVillage();
    expect(await market.stateOf(1)).to.equal(0n);
    for (const call of [
      () => market.advertOf(1),
      () => market.connect(seller.account).reprice(1, 1),
      () => market.connect(seller.account).withdraw(1),
      () => market.repriceBySignature(1, 1, NEVER_S, "0x"),
      () => market.withdrawBySignature(1, NEVER_S, "0x"),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(market, "EnergyMarketNotOpen").withArgs(1, 0);
    }
  });

  it("stands on the registry and the agreements of the deployment", async () => {
    const { market, devices, agreements } = await openVillage();
    expect(await market.DEVICES()).to.equal(await devices.getAddress());
    expect(await market.AGREEMENTS()).to.equal(await agreements.getAddress());
  });

  it("refuses whoever does not own the meter, and what is no active meter", async () => {
    const v = await openVillage();
    const { market, seller, rival, terms, devices, grid } = v;
    const refused = async (exportMeter: string, account: typeof seller.account) =>
      expect(market.connect(account).advertise(terms({ exportMeter: exportMeter as `0x${string}` })))
        .to.be.revertedWithCustomError(market, "EnergyMarketNotMeterOwner")
        .withArgs(exportMeter, account.address);
    await refused(seller.meter.device, rival.account);
    await refused(seller.meter.device, grid);
    await refused(bytes32Of("nothing"), seller.account);
    const wish = { name: "battery", kind: DeviceKind.Battery, organisation: grid, owner: seller.account.address };
    await refused((await enrolDevice(v, wish)).device, seller.account);
    await devices.suspend(seller.meter.device);
    await refused(seller.meter.device, seller.account);
  });

  describe("window", () => {
    for (const [what, change] of [
      ["an empty window", (hour: (n: number) => number) => ({ endS: hour(0) })],
      ["a window that runs backwards", (hour) => ({ startS: hour(1), endS: hour(0) })],
      ["a start off the period", (hour) => ({ startS: hour(0) + 900 })],
      ["an end off the period", (hour) => ({ endS: hour(6) + 1 })],
      ["a period under 15 minutes", () => ({ settlementPeriodS: 600 })],
      ["a period that does not divide a day", () => ({ settlementPeriodS: 7000 })],
      ["a period over a day", () => ({ settlementPeriodS: 2 * DAY_S })],
      ["no period", () => ({ settlementPeriodS: 0 })],
      ["a window in the past", (hour) => ({ startS: hour(-3) })],
      ["a window that ends beyond a year", (hour) => ({ endS: hour(367 * 24) })],
    ] as const satisfies readonly (readonly [string, (hour: (n: number) => number) => object])[]) {
      it(`refuses ${what}`, async () => {
        const { market, seller, terms, hour } = await openVillage();
        const wish = terms(change(hour));
        await expect(market.connect(seller.account).advertise(wish))
          .to.be.revertedWithCustomError(market, "EnergyMarketInvalidWindow")
          .withArgs(wish.startS, wish.endS, wish.settlementPeriodS);
      });
    }

    it("accepts one that begins this very second, and one that ends in 366 days", async () => {
      const { market, seller, terms, startS, hour } = await openVillage();
      await nextBlockAt(startS);
      await market.connect(seller.account).advertise(terms({ endS: hour(366 * 24) }));
      expect(await nowS()).to.equal(startS);
    });
  });

  it("refuses no quantity, no smallest part or one larger than all, and no rating", async () => {
    const { market, seller, terms } = await openVillage();
    for (const change of [{ quantityWh: 0n }, { minPartWh: 0n }, { minPartWh: 12_001n }, { exportRatedW: 0 }]) {
      await expect(market.connect(seller.account).advertise(terms(change)))
        .to.be.revertedWithCustomError(market, "EnergyMarketInvalidTerms")
        .withArgs(seller.meter.device);
    }
    await market.connect(seller.account).advertise(terms({ minPartWh: 12_000n }));
  });

  it("refuses a price of zero or beyond what agreements may name", async () => {
    const { market, agreements, seller, terms } = await openVillage();
    const maximum = await agreements.MAX_PRICE_PER_KWH();
    for (const pricePerKWh of [0n, maximum + 1n]) {
      await expect(market.connect(seller.account).advertise(terms({ pricePerKWh })))
        .to.be.revertedWithCustomError(market, "EnergyMarketInvalidPrice")
        .withArgs(pricePerKWh, maximum);
    }
    await market.connect(seller.account).advertise(terms({ pricePerKWh: maximum }));
  });

  describe("what a connection can carry", () => {
    it("refuses more than it can feed in during the window", async () => {
      const { market, seller, terms } = await openVillage();
      await expect(market.connect(seller.account).advertise(terms({ quantityWh: 30_001n })))
        .to.be.revertedWithCustomError(market, "EnergyMarketImplausible")
        .withArgs(seller.meter.device, 30_001n, 30_000n);
      await market.connect(seller.account).advertise(terms({ quantityWh: 30_000n }));
    });

    it("counts the meter's other adverts, wherever together they are too much", async () => {
      const { market, seller, terms, hour, advertise, rival } = await openVillage();
      await advertise({ endS: hour(4), quantityWh: 15_000n });
      await advertise({ startS: hour(4), endS: hour(6), quantityWh: 10_000n });
      // 5 kWh are left in the first four hours, though an advert over six hours has room for 30.
      await expect(market.connect(seller.account).advertise(terms({ quantityWh: 5_001n })))
        .to.be.revertedWithCustomError(market, "EnergyMarketImplausible")
        .withArgs(seller.meter.device, 30_001n, 30_000n);
      await market.connect(seller.account).advertise(terms({ startS: hour(3), quantityWh: 5_000n }));
      await advertise({ quantityWh: 30_000n }, rival);
    });

    it("counts what was accepted of a withdrawn advert, and no more of it", async () => {
      const v = await openVillage();
      const { market, seller, advertise, agreement, sign } = v;
      await advertise({ quantityWh: 30_000n });
      const wish = agreement(4_000n);
      await market.accept(1, wish, await sign(wish), "0x");
      await market.connect(seller.account).withdraw(1);
      await expect(advertise({ quantityWh: 26_001n })).to.be.revertedWithCustomError(market, "EnergyMarketImplausible");
      await advertise({ quantityWh: 26_000n });
    });

    it("takes sixteen adverts of a meter, and another once one of them is over or withdrawn", async () => {
      const { market, seller, terms, hour, advertise } = await openVillage();
      const small = { quantityWh: 10n, minPartWh: 10n };
      await advertise({ ...small, endS: hour(1) });
      for (let count = 1; count < 15; count += 1) await advertise(small);
      const last = await gasOf(market.connect(seller.account).advertise(terms(small)));
      expect(Number(last)).to.be.lessThan(MOST_GAS);
      await expect(market.connect(seller.account).advertise(terms(small)))
        .to.be.revertedWithCustomError(market, "EnergyMarketTooManyAdverts")
        .withArgs(seller.meter.device);
      await market.connect(seller.account).withdraw(7);
      expect((await market.advertsOf(seller.meter.device)).indexOf(0n)).to.equal(6);
      await advertise(small);
      expect((await market.advertsOf(seller.meter.device))[6]).to.equal(17n);
      await advanceTo(hour(1));
      await advertise({ ...small, startS: hour(2) });
      expect((await market.advertsOf(seller.meter.device))[0]).to.equal(18n);
    });
  });

  describe("by signature", () => {
    it("takes an advert that the owner signed, once, from anybody", async () => {
      const v = await openVillage();
      const { market, seller, terms } = v;
      const wish = terms();
      const signature = await signForMarket(v, "Advertisement", { ...wish }, seller.account);
      await expect(market.advertiseBySignature(wish, NEVER_S, signature))
        .to.emit(market, "AdvertPlaced")
        .withArgs(1, seller.meter.device, seller.account.address, () => true);
      await expect(market.advertiseBySignature(wish, NEVER_S, signature))
        .to.be.revertedWithCustomError(market, "EnergyMarketInvalidSignature")
        .withArgs(seller.account.address);
    });

    it("binds every term, the nonce and the deadline", async () => {
      const v = await openVillage();
      const { market, seller, rival, terms, hour } = v;
      const wish = terms();
      const signature = await signForMarket(v, "Advertisement", { ...wish }, seller.account);
      for (const change of [
        { startS: hour(1) },
        { endS: hour(7) },
        { settlementPeriodS: 1800 },
        { noticeS: 1 },
        { exportRatedW: 5_001 },
        { energySource: 1 },
        { withCertificates: false },
        { pricePerKWh: 1n },
        { quantityWh: 12_001n },
        { minPartWh: 1n },
        { escrowPerKWh: 0n },
      ]) {
        await expect(market.advertiseBySignature(terms(change), NEVER_S, signature))
          .to.be.revertedWithCustomError(market, "EnergyMarketInvalidSignature")
          .withArgs(seller.account.address);
      }
      const foreign = await signForMarket(v, "Advertisement", { ...wish }, rival.account);
      const later = await signForMarket(v, "Advertisement", { ...wish, nonce: 1 }, seller.account);
      const longer = await signForMarket(v, "Advertisement", { ...wish, deadlineS: NEVER_S - 1 }, seller.account);
      for (const wrong of [foreign, later, longer, "0x"]) {
        await expect(market.advertiseBySignature(wish, NEVER_S, wrong)).to.be.revertedWithCustomError(
          market,
          "EnergyMarketInvalidSignature",
        );
      }
      await market.advertiseBySignature(wish, NEVER_S, signature);
    });

    it("refuses what comes after its deadline", async () => {
      const v = await openVillage();
      const { market, seller, terms } = v;
      const deadlineS = (await nowS()) + 10;
      const signature = await signForMarket(v, "Advertisement", { ...terms(), deadlineS }, seller.account);
      await advanceTo(deadlineS + 1);
      await expect(market.advertiseBySignature(terms(), deadlineS, signature))
        .to.be.revertedWithCustomError(market, "EnergyMarketSignatureExpired")
        .withArgs(deadlineS);
    });
  });

  it("says its limits", async () => {
    const { market } = await openVillage();
    expect([await market.MAX_ADVERTS(), await market.MAX_PAGE(), await market.MAX_AHEAD_S()]).to.deep.equal([
      16n,
      200n,
      BigInt(366 * DAY_S),
    ]);
    expect(PERIOD_S).to.equal(3600);
  });
});
