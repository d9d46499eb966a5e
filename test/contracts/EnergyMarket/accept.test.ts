import { expect } from "chai";
import { describe, it } from "mocha";
import { escrowForPart } from "../../../protocol/index.js";
import { ContractWallet__factory } from "../../../typechain-types/index.js";
import { ESCROW_PER_KWH, openVillage } from "../../support/chain/adverts.js";
import { agreementId } from "../../support/chain/agreements.js";
import { advanceTo, nextBlockAt } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { PERIOD_S, PRICE } from "../../support/chain/market.js";

const PART_WH = 5_000n;
const SOLD_OUT = 2;
const WITHDRAWN = 3;
const EXPIRED = 4;
const HALTED = 5;

/** A village with one advert of 12 kWh over six hours. */
async function withAdvert() {
  const v = await openVillage();
  await v.advertise();
  return v;
}

describe("EnergyMarket: accept", () => {
  it("makes an agreement of the part, at the price that the consumer signed, relayed by a stranger", async () => {
    const v = await withAdvert();
    const { market, agreements, settlement, agreement, sign, buyer } = v;
    const wish = agreement(PART_WH);
    const id = await agreementId(v, wish);
    await expect(market.accept(1, wish, await sign(wish), "0x"))
      .to.emit(market, "AdvertAccepted")
      .withArgs(1, id, buyer.account.address, PART_WH, PRICE, 7_000n)
      .and.to.emit(agreements, "AgreementRegistered");
    const { capWh, pricePerKWh, supplier } = await agreements.agreementOf(id);
    expect({ capWh, pricePerKWh, supplier }).to.deep.equal({
      capWh: PART_WH,
      pricePerKWh: PRICE,
      supplier: wish.supplier,
    });
    expect(await settlement.lockedOf(buyer.account)).to.equal(escrowForPart(PART_WH, ESCROW_PER_KWH));
    expect((await market.advertOf(1)).acceptedWh).to.equal(PART_WH);
  });

  it("takes a consumer's call without a signature if the consumer made the market its operator", async () => {
    const { market, agreements, agreement, buyer } = await withAdvert();
    await agreements.connect(buyer.account).setOperator(market, true);
    await market.connect(buyer.account).accept(1, agreement(PART_WH), "0x", "0x");
    expect((await market.advertOf(1)).acceptedWh).to.equal(PART_WH);
  });

  it("refuses a consumer's call without a signature otherwise", async () => {
    const v = await withAdvert();
    const wish = v.agreement(PART_WH);
    await expect(v.market.connect(v.buyer.account).accept(1, wish, "0x", "0x"))
      .to.be.revertedWithCustomError(v.agreements, "SupplyAgreementsInvalidSignature")
      .withArgs(await agreementId(v, wish), v.buyer.account.address);
  });

  it("lets nobody buy for an account that made the market its operator in order to sell", async () => {
    const v = await withAdvert();
    const { market, agreement, sign, rival, buyer } = v;
    const wish = agreement(PART_WH, { escrow: 0n }, rival);
    const id = await agreementId(v, wish);
    for (const [caller, signature] of [
      [buyer.account, "0x"],
      [buyer.account, await sign(wish, buyer)],
    ] as const) {
      await expect(market.connect(caller).accept(1, wish, signature, "0x")).to.be.revertedWithCustomError(
        market,
        "EnergyMarketEscrowTooLow",
      );
    }
    const paid = agreement(PART_WH, {}, rival);
    await expect(market.connect(buyer.account).accept(1, paid, "0x", "0x"))
      .to.be.revertedWithCustomError(market, "EnergyMarketNotConsumer")
      .withArgs(await agreementId(v, paid), rival.account.address);
    expect(await v.agreements.numberOf(id)).to.equal(0n);
  });

  it("needs the supplier: as the market's operator, or by its signature of this agreement", async () => {
    const v = await withAdvert();
    const { market, agreements, agreement, sign, seller } = v;
    await agreements.connect(seller.account).setOperator(market, false);
    const wish = agreement(PART_WH);
    await expect(market.accept(1, wish, await sign(wish), "0x"))
      .to.be.revertedWithCustomError(agreements, "SupplyAgreementsInvalidSignature")
      .withArgs(await agreementId(v, wish), seller.account.address);
    await market.accept(1, wish, await sign(wish), await sign(wish, seller));
  });

  it("accepts what a contract wallet signs (ERC-1271)", async () => {
    const v = await withAdvert();
    const { market, devices, agreement, sign, buyer, administrator } = v;
    const wallet = await new ContractWallet__factory(administrator).deploy(buyer.account.address);
    await devices.connect(buyer.account).setOwner(buyer.meter.device, wallet);
    const wish = agreement(PART_WH, { consumer: await wallet.getAddress(), escrow: 0n });
    await v.advertise({ escrowPerKWh: 0n });
    await market.accept(2, wish, await sign(wish), "0x");
  });

  it("sells in parts until nothing is left, the last one as small as it is", async () => {
    const { market, agreement, sign, buyer, other, hour } = await withAdvert();
    const accept = async (partWh: bigint, from: number, by: typeof buyer) => {
      const wish = agreement(partWh, { startS: hour(from), endS: hour(from + 3) }, by);
      return market.accept(1, wish, await sign(wish, by), "0x");
    };
    await accept(5_000n, 0, buyer);
    await accept(6_500n, 0, other);
    await expect(accept(501n, 3, buyer))
      .to.be.revertedWithCustomError(market, "EnergyMarketNotEnough")
      .withArgs(1, 501n, 500n);
    await expect(accept(499n, 3, buyer))
      .to.be.revertedWithCustomError(market, "EnergyMarketPartTooSmall")
      .withArgs(1, 499n, 1_000n);
    await accept(500n, 3, buyer);
    await expect(accept(1n, 3, other))
      .to.be.revertedWithCustomError(market, "EnergyMarketNotOpen")
      .withArgs(1, SOLD_OUT);
  });

  it("refuses a part of nothing", async () => {
    const { market, agreement, sign } = await withAdvert();
    const wish = agreement(0n);
    await expect(market.accept(1, wish, await sign(wish), "0x"))
      .to.be.revertedWithCustomError(market, "EnergyMarketPartTooSmall")
      .withArgs(1, 0n, 1_000n);
  });

  describe("price", () => {
    it("binds nobody to a price that changed just before, up or down", async () => {
      const { market, agreement, sign, seller } = await withAdvert();
      const wish = agreement(PART_WH);
      const signature = await sign(wish);
      for (const price of [PRICE + 1n, PRICE - 1n]) {
        await market.connect(seller.account).reprice(1, price);
        await expect(market.accept(1, wish, signature, "0x"))
          .to.be.revertedWithCustomError(market, "EnergyMarketPriceChanged")
          .withArgs(1, price, PRICE);
      }
      await market.connect(seller.account).reprice(1, PRICE);
      await market.accept(1, wish, signature, "0x");
    });

    it("lets nobody change the price in what the consumer signed", async () => {
      const v = await withAdvert();
      const { market, agreement, sign, seller, buyer } = v;
      const signature = await sign(agreement(PART_WH));
      await market.connect(seller.account).reprice(1, PRICE + 1n);
      const dearer = agreement(PART_WH, { pricePerKWh: PRICE + 1n });
      await expect(market.accept(1, dearer, signature, "0x"))
        .to.be.revertedWithCustomError(market, "EnergyMarketNotConsumer")
        .withArgs(await agreementId(v, dearer), buyer.account.address);
    });
  });

  it("refuses an agreement that is not the advert's", async () => {
    const { market, agreement, sign, rival } = await withAdvert();
    for (const change of [
      { exportMeter: rival.meter.device },
      { supplier: rival.account.address },
      { settlementPeriodS: 1800 },
      { noticeS: 0 },
      { exportRatedW: 4_999 },
      { withCertificates: false },
    ]) {
      const wish = agreement(PART_WH, change);
      await expect(market.accept(1, wish, await sign(wish), "0x"))
        .to.be.revertedWithCustomError(market, "EnergyMarketTermsMismatch")
        .withArgs(1);
    }
  });

  it("refuses another currency, as agreements do", async () => {
    const { market, agreements, agreement, sign, stranger } = await withAdvert();
    const wish = agreement(PART_WH, { token: stranger.address as `0x${string}` });
    await expect(market.accept(1, wish, await sign(wish), "0x")).to.be.revertedWithCustomError(
      agreements,
      "SupplyAgreementsWrongToken",
    );
  });

  describe("window", () => {
    it("sells a part of the time", async () => {
      const { market, agreement, sign, hour } = await withAdvert();
      const wish = agreement(PART_WH, { startS: hour(1), endS: hour(2) });
      await market.accept(1, wish, await sign(wish), "0x");
    });

    it("refuses time beyond the advert's, none, and time that has begun", async () => {
      const { market, agreement, sign, hour } = await withAdvert();
      const refused = async (startS: number, endS: number) => {
        const wish = agreement(PART_WH, { startS, endS });
        await expect(market.accept(1, wish, await sign(wish), "0x"))
          .to.be.revertedWithCustomError(market, "EnergyMarketOutsideWindow")
          .withArgs(1, startS, endS);
      };
      await refused(hour(-1), hour(6));
      await refused(hour(0), hour(7));
      await refused(hour(2), hour(2));
      await refused(hour(3), hour(2));
      await advanceTo(hour(1) + 1);
      await refused(hour(1), hour(6));
      const wish = agreement(PART_WH, { startS: hour(2) });
      await nextBlockAt(hour(2));
      await market.accept(1, wish, await sign(wish), "0x");
    });

    it("never accepts an expired advert: one period must lie ahead", async () => {
      const { market, agreement, sign, hour } = await withAdvert();
      const wish = agreement(PART_WH, { startS: hour(5) });
      const signature = await sign(wish);
      await advanceTo(hour(5));
      expect(await market.stateOf(1)).to.equal(1n);
      await advanceTo(hour(5) + 1);
      expect(await market.stateOf(1)).to.equal(BigInt(EXPIRED));
      await expect(market.accept(1, wish, signature, "0x"))
        .to.be.revertedWithCustomError(market, "EnergyMarketNotOpen")
        .withArgs(1, EXPIRED);
    });
  });

  it("refuses to reserve more than either connection can carry", async () => {
    const { market, agreement, sign, seller, hour } = await withAdvert();
    for (const [change, limitWh] of [
      [{ startS: hour(0), endS: hour(1) }, 5_000n],
      [{ importRatedW: 1_000 }, 6_000n],
    ] as const) {
      const wish = agreement(limitWh + 1n, change);
      await expect(market.accept(1, wish, await sign(wish), "0x"))
        .to.be.revertedWithCustomError(market, "EnergyMarketImplausible")
        .withArgs(seller.meter.device, limitWh + 1n, limitWh);
    }
  });

  it("refuses less escrow than the advert asks for, rounded up, and takes more", async () => {
    const { market, agreement, sign } = await withAdvert();
    // 1,001 Wh at 0.700001 per kWh: 700,701.001 units.
    const needed = 700_702n;
    const low = agreement(1_001n, { escrow: needed - 1n });
    await expect(market.accept(1, low, await sign(low), "0x"))
      .to.be.revertedWithCustomError(market, "EnergyMarketEscrowTooLow")
      .withArgs(1, needed, needed - 1n);
    const high = agreement(1_001n, { escrow: needed + 1n });
    await market.accept(1, high, await sign(high), "0x");
  });

  it("moves nothing if the consumer's escrow does not hold it, or another supplier serves the meter", async () => {
    const { market, agreements, settlement, agreement, sign, buyer, rival, advertise } = await withAdvert();
    const dear = agreement(PART_WH, { escrow: 2_000_000_000n });
    await expect(market.accept(1, dear, await sign(dear), "0x")).to.be.revertedWithCustomError(
      settlement,
      "EscrowLedgerInsufficient",
    );
    await advertise({}, rival);
    const wish = agreement(PART_WH);
    await market.accept(1, wish, await sign(wish), "0x");
    const second = agreement(PART_WH, { exportMeter: rival.meter.device, supplier: rival.account.address });
    await expect(market.accept(2, second, await sign(second), "0x")).to.be.revertedWithCustomError(
      agreements,
      "SupplyAgreementsOverlap",
    );
    expect((await market.advertOf(2)).acceptedWh).to.equal(0n);
    expect(await settlement.lockedOf(buyer.account)).to.equal(escrowForPart(PART_WH, ESCROW_PER_KWH));
  });

  it("refuses the same agreement twice", async () => {
    const { market, agreements, agreement, sign } = await withAdvert();
    const wish = agreement(PART_WH);
    await market.accept(1, wish, await sign(wish), "0x");
    await expect(market.accept(1, wish, await sign(wish), "0x")).to.be.revertedWithCustomError(
      agreements,
      "SupplyAgreementsAlreadyRegistered",
    );
    const again = agreement(PART_WH, { salt: bytes32Of("again") });
    await expect(market.accept(1, again, await sign(again), "0x")).to.be.revertedWithCustomError(
      agreements,
      "SupplyAgreementsOverlap",
    );
  });

  it("refuses a withdrawn advert, and one whose meter is suspended or sold", async () => {
    const { market, devices, agreement, sign, seller, other, advertise } = await withAdvert();
    const wish = agreement(PART_WH);
    const refused = async (number: number, state: number) =>
      expect(market.accept(number, wish, await sign(wish), "0x"))
        .to.be.revertedWithCustomError(market, "EnergyMarketNotOpen")
        .withArgs(number, state);
    await devices.suspend(seller.meter.device);
    await refused(1, HALTED);
    await devices.reinstate(seller.meter.device);
    await devices.connect(seller.account).setOwner(seller.meter.device, other.account);
    await refused(1, HALTED);
    await devices.connect(other.account).setOwner(seller.meter.device, seller.account);
    await market.connect(seller.account).withdraw(1);
    await refused(1, WITHDRAWN);
    await advertise({ settlementPeriodS: PERIOD_S });
    await market.accept(2, wish, await sign(wish), "0x");
  });
});
