import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { describe, it } from "mocha";
import { fresh } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { lotId, makeLot, makeLots, NO_LOT, packLots, part, STATE, type Yard, yard } from "../../support/chain/lots.js";

const DELIVERY = bytes32Of("delivery");
const ANOTHER = bytes32Of("another delivery");

describe("Lots: carry", () => {
  it("has the delivery decide on lots, until it unloads them", async () => {
    const y = await fresh(yard);
    const lots = await makeLots(y, "a", "b");
    const byMonitor = y.lots.connect(y.monitor);
    const carrying = await byMonitor.carry(lots, DELIVERY, y.seller, y.carrier);
    for (const lot of lots) {
      await expect(carrying).to.emit(y.lots, "LotCarried").withArgs(lot, DELIVERY, y.carrier);
      const { state, delivery, custodian } = await y.lots.lotOf(lot);
      expect([state, delivery, custodian]).to.deep.equal([STATE.carried, DELIVERY, y.carrier.address]);
    }
    const unloading = await byMonitor.unload(lots, DELIVERY, y.buyer);
    for (const lot of lots) {
      await expect(unloading).to.emit(y.lots, "LotUnloaded").withArgs(lot, DELIVERY, y.buyer);
      const { state, delivery, custodian } = await y.lots.lotOf(lot);
      expect([state, delivery, custodian]).to.deep.equal([STATE.kept, ZeroHash, y.buyer.address]);
    }
    await byMonitor.carry(lots, ANOTHER, y.buyer, y.carrier);
  });

  it("hands over on the way, within the delivery only", async () => {
    const y = await fresh(yard);
    const lots = await makeLots(y, "a");
    const byMonitor = y.lots.connect(y.monitor);
    await byMonitor.carry(lots, DELIVERY, y.seller, y.carrier);
    // A haulier need not be a member.
    await byMonitor.carry(lots, DELIVERY, y.carrier, y.stranger);
    expect(await y.lots.custodianOf(lots[0] ?? "")).to.equal(y.stranger.address);
    await expect(byMonitor.carry(lots, ANOTHER, y.stranger, y.carrier))
      .to.be.revertedWithCustomError(y.lots, "LotsNotOfDelivery")
      .withArgs(lots[0], ANOTHER);
    await expect(byMonitor.unload(lots, ANOTHER, y.buyer))
      .to.be.revertedWithCustomError(y.lots, "LotsNotOfDelivery")
      .withArgs(lots[0], ANOTHER);
  });

  const steps: readonly (readonly [string, (y: Yard, lot: string) => Promise<unknown>])[] = [
    ["use", (y, lot) => makeLot(y, "product", { inputs: [lot] })],
    ["split", (y, lot) => y.lots.split(lot, [part("a", 1n), part("b", 999n)])],
    ["merge", async (y, lot) => y.lots.merge([lot, await makeLot(y, "other")], bytes32Of("merged"))],
    ["pack", (y, lot) => packLots(y, "box", [lot])],
    ["offer", (y, lot) => y.lots.offerCustody(lot, y.buyer)],
  ];
  for (const [what, step] of steps) {
    it(`refuses to ${what} what is on its way, also by who carries it`, async () => {
      const y = await fresh(yard);
      const lot = await makeLot(y, "lot");
      await y.lots.connect(y.monitor).carry([lot], DELIVERY, y.seller, y.seller);
      await expect(step(y, lot))
        .to.be.revertedWithCustomError(y.lots, "LotsUnexpectedState")
        .withArgs(lot, STATE.carried);
    });
  }

  it("refuses lots that are none, unknown, consumed, packed, or too many", async () => {
    const y = await fresh(yard);
    const [lot = "", packed = "", spent = ""] = await makeLots(y, "lot", "packed", "spent");
    const box = await packLots(y, "box", [packed]);
    await y.lots.split(spent, [part("a", 1n), part("b", 999n)]);
    for (const [lots, error, args] of [
      [[], "LotsInvalidCount", [0n, 1n, 64n]],
      [Array(65).fill(lot), "LotsInvalidCount", [65n, 1n, 64n]],
      [[NO_LOT], "LotsUnexpectedState", [NO_LOT, STATE.none]],
      [[spent], "LotsUnexpectedState", [spent, STATE.split]],
      [[packed], "LotsInPackage", [packed, box]],
    ] as const) {
      await expect(y.lots.connect(y.monitor).carry([...lots], DELIVERY, y.seller, y.carrier))
        .to.be.revertedWithCustomError(y.lots, error)
        .withArgs(...args);
    }
    for (const lots of [[], Array(65).fill(lot)]) {
      await expect(y.lots.connect(y.monitor).unload(lots, DELIVERY, y.buyer))
        .to.be.revertedWithCustomError(y.lots, "LotsInvalidCount")
        .withArgs(lots.length, 1n, 64n);
    }
  });

  it("takes lots only from who has them, kept or on their way", async () => {
    const y = await fresh(yard);
    const lots = await makeLots(y, "a");
    const byMonitor = y.lots.connect(y.monitor);
    for (const from of [y.buyer, y.stranger]) {
      await expect(byMonitor.carry(lots, DELIVERY, from, y.carrier))
        .to.be.revertedWithCustomError(y.lots, "LotsNotCustodian")
        .withArgs(lots[0], from);
    }
    await byMonitor.carry(lots, DELIVERY, y.seller, y.carrier);
    await expect(byMonitor.carry(lots, DELIVERY, y.seller, y.buyer))
      .to.be.revertedWithCustomError(y.lots, "LotsNotCustodian")
      .withArgs(lots[0], y.seller);
  });

  it("refuses to unload what no delivery carries, or what is in a package on its way", async () => {
    const y = await fresh(yard);
    const [lot = "", packed = ""] = await makeLots(y, "lot", "packed");
    const box = await packLots(y, "box", [packed]);
    await y.lots.connect(y.monitor).carry([box], DELIVERY, y.seller, y.carrier);
    for (const each of [lot, packed, NO_LOT]) {
      await expect(y.lots.connect(y.monitor).unload([each], DELIVERY, y.buyer))
        .to.be.revertedWithCustomError(y.lots, "LotsNotOfDelivery")
        .withArgs(each, DELIVERY);
    }
  });

  it("refuses nobody as custodian and no delivery", async () => {
    const y = await fresh(yard);
    const lots = await makeLots(y, "lot");
    const byMonitor = y.lots.connect(y.monitor);
    for (const step of [
      (delivery: string, account: string) => byMonitor.carry(lots, delivery, y.seller, account),
      (delivery: string, account: string) => byMonitor.unload(lots, delivery, account),
    ]) {
      for (const [delivery, account] of [
        [ZeroHash, y.carrier.address],
        [DELIVERY, ZeroAddress],
      ] as const) {
        await expect(step(delivery, account))
          .to.be.revertedWithCustomError(y.lots, "LotsInvalidCarriage")
          .withArgs(delivery, account);
      }
    }
  });

  it("refuses whoever has not the role", async () => {
    const y = await fresh(yard);
    const lots = [await makeLot(y, "lot")];
    await expect(y.lots.carry(lots, DELIVERY, y.seller, y.seller))
      .to.be.revertedWithCustomError(y.lots, "AccessManagedUnauthorized")
      .withArgs(y.seller);
    await expect(y.lots.unload(lots, DELIVERY, y.seller))
      .to.be.revertedWithCustomError(y.lots, "AccessManagedUnauthorized")
      .withArgs(y.seller);
  });

  it("carries a package of 64 lots as it carries one lot", async () => {
    const y = await fresh(yard);
    const whole = await makeLot(y, "whole", { quantityMilli: 64n });
    await y.lots.split(
      whole,
      Array.from({ length: 64 }, (_, index) => part(`part ${index}`, 1n)),
    );
    const parts = [...(await y.lots.childrenOf(whole))];
    const box = await packLots(y, "box", parts);
    const gasOf = async (lots: string[]) => {
      const sent = await y.lots.connect(y.monitor).carry(lots, DELIVERY, y.seller, y.carrier);
      return (await sent.wait())?.gasUsed ?? 0n;
    };
    const single = await makeLot(y, "single");
    expect(await gasOf([box])).to.be.closeTo(await gasOf([single]), 100n);
    expect(await y.lots.custodianOf(await lotId(y, y.seller, "part 63"))).to.equal(y.carrier.address);
  });
});
