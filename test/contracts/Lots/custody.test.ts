import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { describe, it } from "mocha";
import { fresh } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { makeLot, makeLots, NO_LOT, packLots, part, STATE, type Yard, yard } from "../../support/chain/lots.js";

const DELIVERY = bytes32Of("delivery");

describe("Lots: offer and accept custody", () => {
  it("moves custody in two steps, and with it every right", async () => {
    const y = await fresh(yard);
    const lot = await makeLot(y, "lot");
    await expect(y.lots.offerCustody(lot, y.buyer)).to.emit(y.lots, "CustodyOffered").withArgs(lot, y.seller, y.buyer);
    expect((await y.lots.lotOf(lot)).offeredTo).to.equal(y.buyer.address);
    expect(await y.lots.custodianOf(lot)).to.equal(y.seller.address);
    await expect(y.lots.connect(y.buyer).acceptCustody(lot))
      .to.emit(y.lots, "CustodyAccepted")
      .withArgs(lot, y.seller, y.buyer);
    const { custodian, offeredTo, maker } = await y.lots.lotOf(lot);
    expect([custodian, offeredTo, maker]).to.deep.equal([y.buyer.address, ZeroAddress, y.seller.address]);
    await expect(y.lots.offerCustody(lot, y.rival))
      .to.be.revertedWithCustomError(y.lots, "LotsNotCustodian")
      .withArgs(lot, y.seller);
    await y.lots.connect(y.buyer).split(lot, [part("a", 1n), part("b", 999n)]);
  });

  it("replaces an offer, and withdraws it", async () => {
    const y = await fresh(yard);
    const lot = await makeLot(y, "lot");
    await y.lots.offerCustody(lot, y.rival);
    await y.lots.offerCustody(lot, y.buyer);
    await expect(y.lots.connect(y.rival).acceptCustody(lot))
      .to.be.revertedWithCustomError(y.lots, "LotsNotOffered")
      .withArgs(lot, y.rival);
    await expect(y.lots.offerCustody(lot, ZeroAddress))
      .to.emit(y.lots, "CustodyOfferWithdrawn")
      .withArgs(lot, y.seller);
    await expect(y.lots.connect(y.buyer).acceptCustody(lot))
      .to.be.revertedWithCustomError(y.lots, "LotsNotOffered")
      .withArgs(lot, y.buyer);
  });

  it("takes an offer once", async () => {
    const y = await fresh(yard);
    const lot = await makeLot(y, "lot");
    await y.lots.offerCustody(lot, y.buyer);
    await y.lots.connect(y.buyer).acceptCustody(lot);
    await y.lots.connect(y.buyer).offerCustody(lot, y.seller);
    await y.lots.acceptCustody(lot);
    await expect(y.lots.connect(y.buyer).acceptCustody(lot))
      .to.be.revertedWithCustomError(y.lots, "LotsNotOffered")
      .withArgs(lot, y.buyer);
  });

  const ends: readonly (readonly [string, (y: Yard, lot: string) => Promise<unknown>])[] = [
    ["use", (y, lot) => makeLot(y, "product", { inputs: [lot] })],
    ["split", (y, lot) => y.lots.split(lot, [part("a", 1n), part("b", 999n)])],
    ["merge", async (y, lot) => y.lots.merge([lot, await makeLot(y, "other")], bytes32Of("merged"))],
    ["pack", (y, lot) => packLots(y, "box", [lot])],
    ["pack and unpack", async (y, lot) => y.lots.unpack(await packLots(y, "box", [lot]))],
    ["carry", (y, lot) => y.lots.connect(y.monitor).carry([lot], DELIVERY, y.seller, y.carrier)],
    [
      "carry and unload",
      async (y, lot) => {
        await y.lots.connect(y.monitor).carry([lot], DELIVERY, y.seller, y.carrier);
        await y.lots.connect(y.monitor).unload([lot], DELIVERY, y.seller);
      },
    ],
  ];
  for (const [what, happens] of ends) {
    it(`ends an offer with ${what}`, async () => {
      const y = await fresh(yard);
      const lot = await makeLot(y, "lot");
      await y.lots.offerCustody(lot, y.buyer);
      await happens(y, lot);
      expect((await y.lots.lotOf(lot)).offeredTo).to.equal(ZeroAddress);
      await expect(y.lots.connect(y.buyer).acceptCustody(lot))
        .to.be.revertedWithCustomError(y.lots, "LotsNotOffered")
        .withArgs(lot, y.buyer);
    });
  }

  it("ends the offer of a package that is opened", async () => {
    const y = await fresh(yard);
    const box = await packLots(y, "box", await makeLots(y, "lot"));
    await y.lots.offerCustody(box, y.buyer);
    await y.lots.unpack(box);
    await expect(y.lots.connect(y.buyer).acceptCustody(box))
      .to.be.revertedWithCustomError(y.lots, "LotsNotOffered")
      .withArgs(box, y.buyer);
  });

  it("refuses an offer of what is unknown, packed, on its way, or to oneself", async () => {
    const y = await fresh(yard);
    const [lot = "", packed = "", carried = ""] = await makeLots(y, "lot", "packed", "carried");
    const box = await packLots(y, "box", [packed]);
    await y.lots.connect(y.monitor).carry([carried], DELIVERY, y.seller, y.seller);
    for (const [each, to, error, args] of [
      [NO_LOT, y.buyer, "LotsUnexpectedState", [NO_LOT, STATE.none]],
      [packed, y.buyer, "LotsInPackage", [packed, box]],
      [carried, y.buyer, "LotsUnexpectedState", [carried, STATE.carried]],
      [lot, y.seller, "LotsOfferedToCustodian", [lot, y.seller]],
    ] as const) {
      await expect(y.lots.offerCustody(each, to))
        .to.be.revertedWithCustomError(y.lots, error)
        .withArgs(...args);
    }
  });

  it("offers to members, and is taken by one who still is", async () => {
    const y = await fresh(yard);
    const lot = await makeLot(y, "lot");
    await expect(y.lots.offerCustody(lot, y.stranger))
      .to.be.revertedWithCustomError(y.lots, "LotsNotMember")
      .withArgs(y.stranger);
    await y.lots.offerCustody(lot, y.buyer);
    await y.membership.connect(y.administrator).expel(y.buyer);
    await expect(y.lots.connect(y.buyer).acceptCustody(lot))
      .to.be.revertedWithCustomError(y.lots, "LotsNotMember")
      .withArgs(y.buyer);
  });

  it("lets who is a member no more give away what it has", async () => {
    const y = await fresh(yard);
    const lot = await makeLot(y, "lot");
    await y.membership.connect(y.administrator).expel(y.seller);
    await y.lots.offerCustody(lot, y.buyer);
    await y.lots.connect(y.buyer).acceptCustody(lot);
    expect(await y.lots.custodianOf(lot)).to.equal(y.buyer.address);
  });
});
