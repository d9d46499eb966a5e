import { expect } from "chai";
import { describe, it } from "mocha";
import { openVillage } from "../support/chain/adverts.js";
import { agreementId } from "../support/chain/agreements.js";

/** What five kilowatts feed in over the advert's six hours: all that the roof can promise, Wh. */
const ALL_WH = 30_000n;

describe("a consumer that accepts all of an advert and ends the agreement before it began", () => {
  it("gets its escrow back and keeps nothing from others", async () => {
    const v = await openVillage();
    const { market, agreements, settlement, buyer, other } = v;
    await v.advertise({ noticeS: 0, quantityWh: ALL_WH });
    const wish = v.agreement(ALL_WH, { noticeS: 0 });
    await market.accept(1, wish, await v.sign(wish), "0x");
    const id = await agreementId(v, wish);
    await agreements.connect(buyer.account).end(id, wish.startS, "0x", "0x");
    await agreements.release(id);
    expect(await settlement.lockedOf(buyer.account)).to.equal(0n);

    await expect(market.restore(id)).to.emit(market, "AdvertRestored").withArgs(1, id, ALL_WH, ALL_WH);
    const next = v.agreement(ALL_WH, { noticeS: 0 }, other);
    await market.accept(1, next, await v.sign(next, other), "0x");
    expect(await agreements.numberOf(await agreementId(v, next))).to.equal(2n);
  });
});
