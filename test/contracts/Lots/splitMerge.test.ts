import { expect } from "chai";
import { encodeBytes32String, ZeroHash } from "ethers";
import { describe, it } from "mocha";
import { fresh } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import {
  KIND,
  lotId,
  makeLot,
  makeLots,
  NO_LOT,
  packLots,
  part,
  STATE,
  STEEL,
  yard,
} from "../../support/chain/lots.js";

const MOST = 2n ** 64n - 1n;

describe("Lots: split", () => {
  it("makes parts of the same goods that sum up to the whole, which they consume", async () => {
    const y = await fresh(yard);
    const whole = await makeLot(y, "whole", { quantityMilli: MOST });
    const parts = [part("a", 1n), part("b", MOST - 1n)];
    const ids = [await lotId(y, y.seller, "a"), await lotId(y, y.seller, "b")];
    expect(await y.lots.split.staticCall(whole, parts)).to.deep.equal(ids);
    await expect(y.lots.split(whole, parts))
      .to.emit(y.lots, "LotSplit")
      .withArgs(whole, y.seller, ids, [1n, MOST - 1n]);
    expect(await y.lots.childrenOf(whole)).to.deep.equal(ids);
    for (const [index, id] of ids.entries()) {
      const { quantityMilli, kind, state, custodian } = await y.lots.lotOf(id);
      expect([quantityMilli, kind, state]).to.deep.equal([parts[index]?.quantityMilli, KIND.goods, STATE.kept]);
      expect(custodian).to.equal(y.seller.address);
      expect(await y.lots.goodsOf(id)).to.deep.equal(Object.values(STEEL));
      expect(await y.lots.parentsOf(id)).to.deep.equal([whole]);
    }
    await expect(y.lots.split(whole, parts))
      .to.be.revertedWithCustomError(y.lots, "LotsUnexpectedState")
      .withArgs(whole, STATE.split);
  });

  it("makes 64 parts at most and two at least", async () => {
    const y = await fresh(yard);
    const whole = await makeLot(y, "whole", { quantityMilli: 64n });
    const parts = Array.from({ length: 65 }, (_, index) => part(`part ${index}`, 1n));
    for (const count of [0, 1, 65]) {
      await expect(y.lots.split(whole, parts.slice(0, count)))
        .to.be.revertedWithCustomError(y.lots, "LotsInvalidCount")
        .withArgs(count, 2n, 64n);
    }
    await y.lots.split(whole, parts.slice(0, 64));
    expect(await y.lots.childrenOf(whole)).to.have.length(64);
  });

  it("refuses parts that are not the whole, that are nothing, or that share a salt", async () => {
    const y = await fresh(yard);
    const whole = await makeLot(y, "whole", { quantityMilli: 10n });
    for (const [parts, error, args] of [
      [[part("a", 4n), part("b", 5n)], "LotsQuantityNotConserved", [whole, 10n, 9n]],
      [[part("a", 4n), part("b", 7n)], "LotsQuantityNotConserved", [whole, 10n, 11n]],
      // Would be ten if the sum wrapped around.
      [[part("a", MOST), part("b", 11n)], "LotsQuantityNotConserved", [whole, 10n, MOST + 11n]],
      [[part("a", 10n), part("b", 0n)], "LotsNoQuantity", [await lotId(y, y.seller, "b")]],
      [[part("a", 5n), part("a", 5n)], "LotsAlreadyMade", [await lotId(y, y.seller, "a")]],
      [[part("whole", 5n), part("a", 5n)], "LotsAlreadyMade", [whole]],
    ] as const) {
      await expect(y.lots.split(whole, [...parts]))
        .to.be.revertedWithCustomError(y.lots, error)
        .withArgs(...args);
    }
  });

  it("refuses who is no member or has it not, a package, and what is in one", async () => {
    const y = await fresh(yard);
    const whole = await makeLot(y, "whole", { quantityMilli: 10n });
    const parts = [part("a", 5n), part("b", 5n)];
    await expect(y.lots.connect(y.stranger).split(whole, parts))
      .to.be.revertedWithCustomError(y.lots, "LotsNotMember")
      .withArgs(y.stranger);
    await expect(y.lots.connect(y.rival).split(whole, parts))
      .to.be.revertedWithCustomError(y.lots, "LotsNotCustodian")
      .withArgs(whole, y.rival);
    const box = await packLots(y, "box", [whole]);
    await expect(y.lots.split(whole, parts))
      .to.be.revertedWithCustomError(y.lots, "LotsInPackage")
      .withArgs(whole, box);
    await expect(y.lots.split(box, parts)).to.be.revertedWithCustomError(y.lots, "LotsNotGoods").withArgs(box);
    await expect(y.lots.split(NO_LOT, parts))
      .to.be.revertedWithCustomError(y.lots, "LotsUnexpectedState")
      .withArgs(NO_LOT, STATE.none);
  });
});

describe("Lots: merge", () => {
  it("adds up lots of the same goods, which it consumes", async () => {
    const y = await fresh(yard);
    const lots = [await makeLot(y, "a", { quantityMilli: 1n }), await makeLot(y, "b", { quantityMilli: MOST - 1n })];
    const merged = await lotId(y, y.seller, "merged");
    await expect(y.lots.merge(lots, bytes32Of("merged")))
      .to.emit(y.lots, "LotsMerged")
      .withArgs(merged, y.seller, MOST, lots);
    expect((await y.lots.lotOf(merged)).quantityMilli).to.equal(MOST);
    expect(await y.lots.goodsOf(merged)).to.deep.equal(Object.values(STEEL));
    expect(await y.lots.parentsOf(merged)).to.deep.equal(lots);
    for (const lot of lots) {
      expect((await y.lots.lotOf(lot)).state).to.equal(STATE.merged);
      expect(await y.lots.childrenOf(lot)).to.deep.equal([merged]);
    }
  });

  it("keeps the batch or the certificate where it is the same of all", async () => {
    const y = await fresh(yard);
    const other = bytes32Of("another certificate");
    const merge = async (name: string, changes: readonly Partial<typeof STEEL>[]) => {
      const lots: string[] = [];
      for (const [index, goods] of changes.entries()) lots.push(await makeLot(y, `${name} ${index}`, { goods }));
      await y.lots.merge(lots, bytes32Of(name));
      const { batch, certificate } = await y.lots.goodsOf(await lotId(y, y.seller, name));
      return [batch, certificate];
    };
    expect(await merge("batches", [{}, { batch: "heat 4712" }, {}])).to.deep.equal(["", STEEL.certificate]);
    expect(await merge("papers", [{}, {}, { certificate: other }])).to.deep.equal([STEEL.batch, ZeroHash]);
    expect(await merge("both", [{}, { batch: "heat 1", certificate: other }])).to.deep.equal(["", ZeroHash]);
  });

  it("refuses more than a lot may be", async () => {
    const y = await fresh(yard);
    const lots = [await makeLot(y, "a", { quantityMilli: MOST }), await makeLot(y, "b", { quantityMilli: 1n })];
    await expect(y.lots.merge(lots, bytes32Of("merged")))
      .to.be.revertedWithCustomError(y.lots, "LotsQuantityTooLarge")
      .withArgs(MOST + 1n);
  });

  it("refuses another item or another unit", async () => {
    const y = await fresh(yard);
    const first = await makeLot(y, "first");
    const iron = await makeLot(y, "iron", { goods: { item: "iron" } });
    const pieces = await makeLot(y, "pieces", { goods: { unit: encodeBytes32String("piece") } });
    for (const other of [iron, pieces]) {
      await expect(y.lots.merge([first, other], bytes32Of("merged")))
        .to.be.revertedWithCustomError(y.lots, "LotsDifferentGoods")
        .withArgs(other, first);
    }
  });

  it("merges 64 lots at most, two at least, and none twice", async () => {
    const y = await fresh(yard);
    const whole = await makeLot(y, "whole", { quantityMilli: 64n });
    const parts = Array.from({ length: 64 }, (_, index) => part(`part ${index}`, 1n));
    await y.lots.split(whole, parts);
    const lots = [...(await y.lots.childrenOf(whole))];
    for (const given of [[], lots.slice(0, 1), [...lots, whole]]) {
      await expect(y.lots.merge(given, bytes32Of("merged")))
        .to.be.revertedWithCustomError(y.lots, "LotsInvalidCount")
        .withArgs(given.length, 2n, 64n);
    }
    const [twice = ""] = lots;
    await expect(y.lots.merge([twice, twice], bytes32Of("merged")))
      .to.be.revertedWithCustomError(y.lots, "LotsUnexpectedState")
      .withArgs(twice, STATE.merged);
    await y.lots.merge([...lots], bytes32Of("merged"));
    expect((await y.lots.lotOf(await lotId(y, y.seller, "merged"))).quantityMilli).to.equal(64n);
  });

  it("refuses who is no member or has not all, packages, what is in one, and a salt that was used", async () => {
    const y = await fresh(yard);
    const [a = "", b = "", c = ""] = await makeLots(y, "a", "b", "c");
    const theirs = await makeLot(y, "theirs", { by: y.rival });
    await expect(y.lots.connect(y.stranger).merge([a, b], ZeroHash))
      .to.be.revertedWithCustomError(y.lots, "LotsNotMember")
      .withArgs(y.stranger);
    const box = await packLots(y, "box", [c]);
    for (const [lots, error, args] of [
      [[a, theirs], "LotsNotCustodian", [theirs, y.seller]],
      [[a, c], "LotsInPackage", [c, box]],
      [[a, box], "LotsNotGoods", [box]],
      [[NO_LOT, a], "LotsUnexpectedState", [NO_LOT, STATE.none]],
      [[a, b], "LotsAlreadyMade", [a]],
    ] as const) {
      await expect(y.lots.merge([...lots], bytes32Of("a")))
        .to.be.revertedWithCustomError(y.lots, error)
        .withArgs(...args);
    }
  });
});
