import { expect } from "chai";
import { ZeroHash } from "ethers";
import { describe, it } from "mocha";
import { fresh } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import {
  KIND,
  lotId,
  makeLot,
  makeLots,
  NO_LOT,
  NO_PACKAGE,
  packLots,
  part,
  STATE,
  type Yard,
  yard,
} from "../../support/chain/lots.js";

const DELIVERY = bytes32Of("delivery");

/** Packages one in the other around `lot`, innermost first. */
async function nest(y: Yard, lot: string, height: number): Promise<string[]> {
  const packages: string[] = [];
  for (let level = 1; level <= height; level += 1) {
    packages.push(await packLots(y, `level ${level}`, [packages.at(-1) ?? lot]));
  }
  return packages;
}

describe("Lots: pack", () => {
  it("makes a package that holds lots and packages", async () => {
    const y = await fresh(yard);
    const [a = "", b = "", c = ""] = await makeLots(y, "a", "b", "c");
    const box = await packLots(y, "box", [a]);
    const pallet = await lotId(y, y.seller, "pallet");
    await expect(y.lots.pack("Euro pallet", [box, b, c], bytes32Of("pallet")))
      .to.emit(y.lots, "PackageMade")
      .withArgs(pallet, y.seller, "Euro pallet", [box, b, c]);
    const { kind, state, height, quantityMilli, custodian } = await y.lots.lotOf(pallet);
    expect([kind, state, height, quantityMilli]).to.deep.equal([KIND.package, STATE.kept, 2n, 0n]);
    expect(custodian).to.equal(y.seller.address);
    expect(await y.lots.goodsOf(pallet)).to.deep.equal(["Euro pallet", "", ZeroHash, ZeroHash]);
    expect(await y.lots.contentsOf(pallet)).to.deep.equal([box, b, c]);
    expect((await y.lots.lotOf(box)).packedIn).to.equal(pallet);
    expect((await y.lots.lotOf(a)).packedIn).to.equal(box);
  });

  it("has what is in a package follow it, however deep, without a word about it", async () => {
    const y = await fresh(yard);
    const lot = await makeLot(y, "lot");
    const packages = await nest(y, lot, 4);
    const outermost = packages.at(-1) ?? "";
    const followers = [lot, ...packages];
    await y.lots.offerCustody(outermost, y.buyer);
    await y.lots.connect(y.buyer).acceptCustody(outermost);
    for (const each of followers) expect(await y.lots.custodianOf(each)).to.equal(y.buyer.address);

    await y.lots.connect(y.monitor).carry([outermost], DELIVERY, y.buyer, y.carrier);
    for (const each of followers) {
      const { state, delivery, custodian } = await y.lots.lotOf(each);
      expect([state, delivery, custodian]).to.deep.equal([STATE.carried, DELIVERY, y.carrier.address]);
    }
    await y.lots.connect(y.monitor).unload([outermost], DELIVERY, y.rival);
    for (const each of packages.toReversed()) await y.lots.connect(y.rival).unpack(each);
    const { state, delivery, custodian, packedIn } = await y.lots.lotOf(lot);
    expect([state, delivery, custodian]).to.deep.equal([STATE.kept, ZeroHash, y.rival.address]);
    expect(packedIn).to.equal(NO_PACKAGE);
  });

  it("packs four deep at most, wherever the deepest content stands", async () => {
    const y = await fresh(yard);
    const [lot = "", loose = ""] = await makeLots(y, "lot", "loose");
    const outermost = (await nest(y, lot, 4)).at(-1) ?? "";
    await expect(packLots(y, "fifth", [loose, outermost]))
      .to.be.revertedWithCustomError(y.lots, "LotsTooDeep")
      .withArgs(outermost);
    await y.lots.unpack(outermost);
    await packLots(y, "fourth", [loose, (await y.lots.contentsOf(outermost))[0] ?? ""]);
  });

  it("refuses contents that are none, unknown, somebody else's, packed, consumed, given twice, or too many", async () => {
    const y = await fresh(yard);
    const [mine = "", packed = "", spent = ""] = await makeLots(y, "mine", "packed", "spent");
    const theirs = await makeLot(y, "theirs", { by: y.rival });
    const box = await packLots(y, "box", [packed]);
    const next = await lotId(y, y.seller, "next");
    await y.lots.split(spent, [part("x", 1n), part("y", 999n)]);
    for (const [contents, error, args] of [
      [[], "LotsInvalidCount", [0n, 1n, 64n]],
      [Array(65).fill(mine), "LotsInvalidCount", [65n, 1n, 64n]],
      [[NO_LOT], "LotsUnexpectedState", [NO_LOT, STATE.none]],
      [[theirs], "LotsNotCustodian", [theirs, y.seller]],
      [[packed], "LotsInPackage", [packed, box]],
      [[spent], "LotsUnexpectedState", [spent, STATE.split]],
      [[mine, mine], "LotsInPackage", [mine, next]],
    ] as const) {
      await expect(packLots(y, "next", contents))
        .to.be.revertedWithCustomError(y.lots, error)
        .withArgs(...args);
    }
  });

  it("refuses a package in itself", async () => {
    const y = await fresh(yard);
    const lot = await makeLot(y, "lot");
    const box = await lotId(y, y.seller, "box");
    await expect(packLots(y, "box", [lot, box]))
      .to.be.revertedWithCustomError(y.lots, "LotsUnexpectedState")
      .withArgs(box, STATE.none);
    await packLots(y, "box", [lot]);
    await expect(packLots(y, "box", [box]))
      .to.be.revertedWithCustomError(y.lots, "LotsAlreadyMade")
      .withArgs(box);
  });

  it("refuses who is no member, a salt that was used, and a package without a name", async () => {
    const y = await fresh(yard);
    const [a = "", b = ""] = await makeLots(y, "a", "b");
    await expect(y.lots.connect(y.stranger).pack("box", [a], ZeroHash))
      .to.be.revertedWithCustomError(y.lots, "LotsNotMember")
      .withArgs(y.stranger);
    await expect(packLots(y, "a", [b]))
      .to.be.revertedWithCustomError(y.lots, "LotsAlreadyMade")
      .withArgs(a);
    for (const item of ["", "x".repeat(257)]) {
      await expect(y.lots.pack(item, [a], ZeroHash))
        .to.be.revertedWithCustomError(y.lots, "LotsInvalidText")
        .withArgs(item.length, 256n);
    }
  });
});

describe("Lots: unpack", () => {
  it("opens a package once and remembers what was in it", async () => {
    const y = await fresh(yard);
    const contents = await makeLots(y, "a", "b");
    const box = await packLots(y, "box", contents);
    await expect(y.lots.unpack(box)).to.emit(y.lots, "PackageOpened").withArgs(box, y.seller);
    expect((await y.lots.lotOf(box)).state).to.equal(STATE.unpacked);
    expect(await y.lots.contentsOf(box)).to.deep.equal(contents);
    for (const lot of contents) expect((await y.lots.lotOf(lot)).packedIn).to.equal(NO_PACKAGE);
    await expect(y.lots.unpack(box))
      .to.be.revertedWithCustomError(y.lots, "LotsUnexpectedState")
      .withArgs(box, STATE.unpacked);
    // They are free again.
    await packLots(y, "another box", contents);
  });

  it("refuses who has it not, goods, and a package in a package or on its way", async () => {
    const y = await fresh(yard);
    const [lot = ""] = await makeLots(y, "lot");
    await expect(y.lots.unpack(lot)).to.be.revertedWithCustomError(y.lots, "LotsNotPackage").withArgs(lot);
    const box = await packLots(y, "box", [lot]);
    await expect(y.lots.connect(y.rival).unpack(box))
      .to.be.revertedWithCustomError(y.lots, "LotsNotCustodian")
      .withArgs(box, y.rival);
    const pallet = await packLots(y, "pallet", [box]);
    await expect(y.lots.unpack(box)).to.be.revertedWithCustomError(y.lots, "LotsInPackage").withArgs(box, pallet);
    await y.lots.connect(y.monitor).carry([pallet], DELIVERY, y.seller, y.seller);
    await expect(y.lots.unpack(pallet))
      .to.be.revertedWithCustomError(y.lots, "LotsUnexpectedState")
      .withArgs(pallet, STATE.carried);
  });

  it("lets who is a member no more open what it has", async () => {
    const y = await fresh(yard);
    const box = await packLots(y, "box", await makeLots(y, "lot"));
    await y.membership.connect(y.administrator).expel(y.seller);
    await y.lots.unpack(box);
  });
});
