import { expect } from "chai";
import { describe, it } from "mocha";
import { NEVER_S, openVillage, signForMarket } from "../../support/chain/adverts.js";
import { advanceTo, nowS } from "../../support/chain/chain.js";
import { PRICE } from "../../support/chain/market.js";

const EXPIRED = 4;

async function withAdvert() {
  const v = await openVillage();
  await v.advertise();
  return v;
}

describe("EnergyMarket: reprice and withdraw", () => {
  it("gives what is left another price; agreements keep theirs", async () => {
    const { market, agreements, seller, agreement, sign } = await withAdvert();
    const wish = agreement(5_000n);
    await market.accept(1, wish, await sign(wish), "0x");
    await expect(market.connect(seller.account).reprice(1, PRICE * 2n))
      .to.emit(market, "AdvertRepriced")
      .withArgs(1, PRICE * 2n);
    expect((await market.advertOf(1)).terms.pricePerKWh).to.equal(PRICE * 2n);
    expect((await agreements.agreementOf(await agreements.idOf(wish))).pricePerKWh).to.equal(PRICE);
  });

  it("takes back what is left; agreements stand", async () => {
    const { market, agreements, seller, agreement, sign } = await withAdvert();
    const wish = agreement(5_000n);
    await market.accept(1, wish, await sign(wish), "0x");
    await expect(market.connect(seller.account).withdraw(1)).to.emit(market, "AdvertWithdrawn").withArgs(1, 7_000n);
    expect(await market.stateOf(1)).to.equal(3n);
    expect((await agreements.agreementOf(await agreements.idOf(wish))).capWh).to.equal(5_000n);
    expect((await market.advertsOf(seller.meter.device))[0]).to.equal(1n);
    for (const call of [
      () => market.connect(seller.account).withdraw(1),
      () => market.connect(seller.account).reprice(1, PRICE),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(market, "EnergyMarketNotOpen").withArgs(1, 3);
    }
  });

  it("refuses everybody but the meter's owner", async () => {
    const { market, rival, grid } = await withAdvert();
    for (const account of [rival.account, grid]) {
      for (const call of [() => market.connect(account).reprice(1, 1), () => market.connect(account).withdraw(1)]) {
        await expect(call()).to.be.revertedWithCustomError(market, "EnergyMarketNotOwner").withArgs(1, account.address);
      }
    }
  });

  it("refuses a price of zero or beyond what agreements may name", async () => {
    const { market, agreements, seller } = await withAdvert();
    const maximum = await agreements.MAX_PRICE_PER_KWH();
    for (const price of [0n, maximum + 1n]) {
      await expect(market.connect(seller.account).reprice(1, price))
        .to.be.revertedWithCustomError(market, "EnergyMarketInvalidPrice")
        .withArgs(price, maximum);
    }
  });

  it("changes nothing of an expired advert", async () => {
    const { market, seller, hour } = await withAdvert();
    await advanceTo(hour(5) + 1);
    for (const call of [
      () => market.connect(seller.account).reprice(1, 1),
      () => market.connect(seller.account).withdraw(1),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(market, "EnergyMarketNotOpen").withArgs(1, EXPIRED);
    }
  });

  it("leaves the advert of a sold meter to the new owner, to withdraw and not to sell", async () => {
    const { market, devices, seller, other } = await withAdvert();
    await devices.connect(seller.account).setOwner(seller.meter.device, other.account);
    await expect(market.connect(seller.account).withdraw(1)).to.be.revertedWithCustomError(
      market,
      "EnergyMarketNotOwner",
    );
    await expect(market.connect(other.account).reprice(1, 1))
      .to.be.revertedWithCustomError(market, "EnergyMarketNotOpen")
      .withArgs(1, 5);
    await market.connect(other.account).withdraw(1);
  });

  describe("by signature", () => {
    it("reprices and withdraws once each, in the order of signing", async () => {
      const v = await withAdvert();
      const { market, seller, advertise } = v;
      await advertise({ quantityWh: 1_000n });
      const cheaper = await signForMarket(v, "Repricing", { number: 1, pricePerKWh: 5 }, seller.account);
      const gone = await signForMarket(v, "Withdrawal", { number: 1, nonce: 1 }, seller.account);
      await expect(market.withdrawBySignature(1, NEVER_S, gone))
        .to.be.revertedWithCustomError(market, "EnergyMarketInvalidSignature")
        .withArgs(seller.account.address);
      await market.repriceBySignature(1, 5, NEVER_S, cheaper);
      expect((await market.advertOf(1)).terms.pricePerKWh).to.equal(5n);
      for (const [number, price] of [
        [1, 5],
        [2, 5],
        [1, 6],
      ] as const) {
        await expect(market.repriceBySignature(number, price, NEVER_S, cheaper)).to.be.revertedWithCustomError(
          market,
          "EnergyMarketInvalidSignature",
        );
      }
      await expect(market.withdrawBySignature(2, NEVER_S, gone)).to.be.revertedWithCustomError(
        market,
        "EnergyMarketInvalidSignature",
      );
      await market.withdrawBySignature(1, NEVER_S, gone);
      expect(await market.stateOf(1)).to.equal(3n);
    });

    it("refuses what comes after its deadline", async () => {
      const v = await withAdvert();
      const { market, seller } = v;
      const deadlineS = (await nowS()) - 1;
      const reprice = await signForMarket(v, "Repricing", { number: 1, pricePerKWh: 5, deadlineS }, seller.account);
      const withdraw = await signForMarket(v, "Withdrawal", { number: 1, deadlineS }, seller.account);
      for (const call of [
        () => market.repriceBySignature(1, 5, deadlineS, reprice),
        () => market.withdrawBySignature(1, deadlineS, withdraw),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(market, "EnergyMarketSignatureExpired").withArgs(deadlineS);
      }
    });
  });
});
