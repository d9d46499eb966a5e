import { expect } from "chai";
import { describe, it } from "mocha";
import { openVillage } from "../../support/chain/adverts.js";
import { agreementId } from "../../support/chain/agreements.js";
import { advanceTo } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";

const OPEN = 1n;
const SOLD_OUT = 2n;
const WITHDRAWN = 3n;
const ALL_WH = 12_000n;

/** An advert that was sold out to the buyer, who may end without notice. */
async function soldOut() {
  const v = await openVillage();
  await v.advertise({ noticeS: 0 });
  const wish = v.agreement(ALL_WH, { noticeS: 0 });
  await v.market.accept(1, wish, await v.sign(wish), "0x");
  const id = await agreementId(v, wish);
  const end = (atS: number) => v.agreements.connect(v.buyer.account).end(id, atS, "0x", "0x");
  return { ...v, id, end };
}

describe("EnergyMarket: restore", () => {
  it("puts up for sale again what an agreement that never began had bought, once and by anyone", async () => {
    const { market, stranger, id, end, hour } = await soldOut();
    expect(await market.advertOfAgreement(id)).to.equal(1n);
    expect(await market.stateOf(1)).to.equal(SOLD_OUT);
    await end(hour(0));
    await expect(market.connect(stranger).restore(id))
      .to.emit(market, "AdvertRestored")
      .withArgs(1, id, ALL_WH, ALL_WH);
    expect(await market.stateOf(1)).to.equal(OPEN);
    expect((await market.advertOf(1)).acceptedWh).to.equal(0n);
    const query = { day: 0, index: 0, limit: 10, maxPricePerKWh: 2n ** 64n - 1n, minRemainingWh: 0 };
    expect((await market.openAdverts(query)).page.map(({ number }) => number)).to.deep.equal([1n]);
    await expect(market.restore(id)).to.be.revertedWithCustomError(market, "EnergyMarketNotSold").withArgs(id);
  });

  it("refuses an agreement in force, one that ended within its window, and one that the market never sold", async () => {
    const { market, id, end, hour } = await soldOut();
    const binding = () =>
      expect(market.restore(id)).to.be.revertedWithCustomError(market, "EnergyMarketStillBinding").withArgs(id);
    await binding();
    await end(hour(2));
    await binding();
    await advanceTo(hour(3));
    await binding();
    const unknown = bytes32Of("an agreement beside the market");
    await expect(market.restore(unknown))
      .to.be.revertedWithCustomError(market, "EnergyMarketNotSold")
      .withArgs(unknown);
  });

  it("leaves what was withdrawn withdrawn, and frees what it had promised", async () => {
    const v = await openVillage();
    const { market, agreements, seller, buyer } = v;
    await v.advertise({ noticeS: 0 });
    const wish = v.agreement(5_000n, { noticeS: 0 });
    await market.accept(1, wish, await v.sign(wish), "0x");
    await market.connect(seller.account).withdraw(1);
    const id = await agreementId(v, wish);
    await agreements.connect(buyer.account).end(id, wish.startS, "0x", "0x");
    expect((await market.advertsOf(seller.meter.device)).filter((number) => number !== 0n)).to.deep.equal([1n]);
    await market.restore(id);
    expect(await market.stateOf(1)).to.equal(WITHDRAWN);
    expect((await market.advertsOf(seller.meter.device)).filter((number) => number !== 0n)).to.deep.equal([]);
  });
});
