import { expect } from "chai";
import { describe, it } from "mocha";
import { openVillage } from "../../support/chain/adverts.js";
import { advanceTo, chain } from "../../support/chain/chain.js";
import { PRICE } from "../../support/chain/market.js";

type Village = Awaited<ReturnType<typeof openVillage>>;

const ALL = { maxPricePerKWh: 2n ** 64n - 1n, minRemainingWh: 0n };
const DAY = 24;

/** Numbers of what is listed, page by page. */
async function pages({ market }: Village, limit = 200, wish = ALL): Promise<number[][]> {
  const found: number[][] = [];
  let [day, index] = [0n, 0n];
  do {
    const { page, nextDay, nextIndex } = await market.openAdverts({ day, index, limit, ...wish });
    found.push(page.map(({ number }) => Number(number)));
    [day, index] = [nextDay, nextIndex];
  } while (day !== 0n);
  return found;
}

const listed = async (v: Village, wish = ALL) => (await pages(v, 200, wish)).flat().sort((a, b) => a - b);

describe("EnergyMarket: openAdverts", () => {
  it("lists nothing in an empty market", async () => {
    expect(await pages(await openVillage())).to.deep.equal([[]]);
  });

  it("lists what is open with all that was offered of it, wherever it ends", async () => {
    const v = await openVillage();
    const { market, hour, advertise, rival, terms } = v;
    await advertise();
    await advertise({ startS: hour(30 * DAY), endS: hour(31 * DAY), quantityWh: 9_000n }, rival);
    expect(await listed(v)).to.deep.equal([1, 2]);
    const { page } = await market.openAdverts({ day: 0, index: 0, limit: 1, ...ALL });
    const { quantityWh, exportMeter } = page[0]!.advert.terms;
    expect({ quantityWh, exportMeter }).to.deep.equal({ quantityWh: 12_000n, exportMeter: terms().exportMeter });
  });

  it("looks at no more than it is asked to, and goes on where it stopped", async () => {
    const v = await openVillage();
    const { advertise, hour, rival } = v;
    const small = { quantityWh: 1_000n };
    for (let count = 0; count < 3; count += 1) await advertise(small);
    await advertise({ ...small, startS: hour(3 * DAY), endS: hour(4 * DAY) }, rival);
    await advertise({ ...small, startS: hour(5 * DAY), endS: hour(6 * DAY) }, rival);
    expect(await pages(v, 2)).to.deep.equal([[1, 2], [3, 4], [5]]);
    expect(await pages(v, 5)).to.deep.equal([[1, 2, 3, 4, 5]]);
  });

  it("leaves out what is dearer than asked for, or has less left", async () => {
    const v = await openVillage();
    const { market, advertise, agreement, sign, rival } = v;
    await advertise();
    await advertise({ pricePerKWh: PRICE + 1n, quantityWh: 20_000n }, rival);
    const wish = agreement(5_000n);
    await market.accept(1, wish, await sign(wish), "0x");
    expect(await listed(v, { ...ALL, maxPricePerKWh: PRICE })).to.deep.equal([1]);
    expect(await listed(v, { ...ALL, minRemainingWh: 7_000n })).to.deep.equal([1, 2]);
    expect(await listed(v, { ...ALL, minRemainingWh: 7_001n })).to.deep.equal([2]);
    expect(await listed(v, { maxPricePerKWh: PRICE, minRemainingWh: 7_001n })).to.deep.equal([]);
  });

  it("leaves out what is sold out, withdrawn, expired, or of a meter that is suspended or sold", async () => {
    const v = await openVillage();
    const { market, devices, seller, rival, other, advertise, agreement, sign, hour } = v;
    await advertise({ quantityWh: 5_000n });
    await advertise({ quantityWh: 1_000n });
    await advertise({ quantityWh: 1_000n });
    await advertise({ endS: hour(2), quantityWh: 1_000n }, rival);
    await advertise({}, rival);
    expect(await listed(v)).to.deep.equal([1, 2, 3, 4, 5]);
    const wish = agreement(5_000n);
    await market.accept(1, wish, await sign(wish), "0x");
    expect(await listed(v)).to.deep.equal([2, 3, 4, 5]);
    await market.connect(seller.account).withdraw(2);
    expect(await listed(v)).to.deep.equal([3, 4, 5]);
    // They are off the list, so that no reader has to look at them again.
    expect(await pages(v, 3)).to.have.length(1);
    await devices.suspend(seller.meter.device);
    expect(await listed(v)).to.deep.equal([4, 5]);
    await advanceTo(hour(1) + 1);
    expect(await listed(v)).to.deep.equal([5]);
    await devices.connect(rival.account).setOwner(rival.meter.device, other.account);
    expect(await listed(v)).to.deep.equal([]);
  });

  it("costs a reader nothing for adverts of days that are over", async () => {
    const v = await openVillage();
    const { market, advertise, hour } = v;
    const cost = async () => {
      const data = market.interface.encodeFunctionData("openAdverts", [{ day: 0, index: 0, limit: 200, ...ALL }]);
      return chain.ethers.provider.estimateGas({ to: await market.getAddress(), data });
    };
    await advanceTo(hour(0));
    for (let count = 0; count < 16; count += 1) {
      await advertise({ startS: hour(1), endS: hour(2), quantityWh: 10n, minPartWh: 10n });
    }
    const before = await cost();
    await advanceTo(hour(2 * DAY));
    const after = await cost();
    expect(await listed(v)).to.deep.equal([]);
    expect(Number(before - after)).to.be.greaterThan(16 * 2_000);
    expect(Number(after)).to.be.lessThan(2_000_000);
  });

  it("goes on from today if it is asked for a day that is over", async () => {
    const v = await openVillage();
    await v.advertise();
    const { page } = await v.market.openAdverts({ day: 1, index: 7, limit: 5, ...ALL });
    expect(page.map(({ number }) => number)).to.deep.equal([1n]);
  });
});
