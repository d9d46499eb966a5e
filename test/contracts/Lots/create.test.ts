import { expect } from "chai";
import { encodeBytes32String, ZeroAddress, ZeroHash } from "ethers";
import { describe, it } from "mocha";
import type { Hex } from "../../../protocol/index.js";
import { fresh, nowS } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import {
  KG,
  KIND,
  lotId,
  makeLot,
  makeLots,
  NO_LOT,
  NO_PACKAGE,
  packLots,
  STATE,
  STEEL,
  yard,
} from "../../support/chain/lots.js";

const steel = { goods: STEEL, quantityMilli: 2500n, salt: bytes32Of("steel") };

describe("Lots: create", () => {
  it("puts a lot on the record, in its maker's custody, under an id that anyone recomputes", async () => {
    const y = await fresh(yard);
    const lot = await lotId(y, y.seller, "steel");
    await expect(y.lots.create(steel, []))
      .to.emit(y.lots, "LotCreated")
      .withArgs(lot, y.seller, 2500n, Object.values(STEEL), []);
    expect(await y.lots.idOf(y.seller, steel.salt)).to.equal(lot);
    const { maker, quantityMilli, kind, state, height, custodian, offeredTo, madeAtS, delivery, packedIn } =
      await y.lots.lotOf(lot);
    expect([maker, custodian, offeredTo]).to.deep.equal([y.seller.address, y.seller.address, ZeroAddress]);
    expect([quantityMilli, kind, state, height]).to.deep.equal([2500n, KIND.goods, STATE.kept, 0n]);
    expect([madeAtS, packedIn, delivery]).to.deep.equal([BigInt(await nowS()), NO_PACKAGE, ZeroHash]);
    expect(await y.lots.goodsOf(lot)).to.deep.equal(Object.values(STEEL));
    expect(await y.lots.custodianOf(lot)).to.equal(y.seller.address);
    for (const links of [y.lots.parentsOf(lot), y.lots.childrenOf(lot), y.lots.contentsOf(lot)]) {
      expect(await links).to.deep.equal([]);
    }
  });

  it("makes a lot of others, which it consumes", async () => {
    const y = await fresh(yard);
    const inputs = await makeLots(y, "iron", "chromium");
    const lot = await makeLot(y, "alloy", { quantityMilli: 1n, inputs });
    expect(await y.lots.parentsOf(lot)).to.deep.equal(inputs);
    for (const input of inputs) {
      expect(await y.lots.childrenOf(input)).to.deep.equal([lot]);
      expect((await y.lots.lotOf(input)).state).to.equal(STATE.used);
      await expect(y.lots.create(steel, [input]))
        .to.be.revertedWithCustomError(y.lots, "LotsUnexpectedState")
        .withArgs(input, STATE.used);
    }
  });

  it("tells of several lots at once, known or not", async () => {
    const y = await fresh(yard);
    const [iron = ""] = await makeLots(y, "iron");
    const alloy = await makeLot(y, "alloy", { inputs: [iron] });
    const [first, second, third] = await y.lots.recordsOf([iron, alloy, NO_LOT]);
    expect([first?.id, first?.lot.quantityMilli, first?.goods.item]).to.deep.equal([iron, 1000n, STEEL.item]);
    expect([first?.parents, first?.children, first?.contents]).to.deep.equal([[], [alloy], []]);
    expect([second?.id, second?.parents]).to.deep.equal([alloy, [iron]]);
    expect([third?.id, third?.lot.kind, third?.lot.state]).to.deep.equal([NO_LOT, KIND.none, STATE.none]);
    expect(await y.lots.custodianOf(NO_LOT)).to.equal(ZeroAddress);
  });

  it("keeps goods once, however many lots are of them", async () => {
    const y = await fresh(yard);
    const gasOf = async (name: string) => {
      const sent = await y.lots.create({ ...steel, salt: bytes32Of(name) }, []);
      return (await sent.wait())?.gasUsed ?? 0n;
    };
    const first = await gasOf("first");
    expect(first - (await gasOf("second"))).to.be.greaterThan(80_000n);
  });

  it("takes the longest texts and unit that there may be", async () => {
    const y = await fresh(yard);
    const goods = { item: "i".repeat(256), batch: "b".repeat(256), unit: `0x${"7e".repeat(32)}` };
    const lot = await makeLot(y, "long", { goods, quantityMilli: 2n ** 64n - 1n });
    expect((await y.lots.goodsOf(lot)).batch).to.have.length(256);
    const space: Hex = `0x20${"00".repeat(31)}`;
    const plain = await makeLot(y, "plain", {
      goods: { batch: "", certificate: ZeroHash, unit: space },
    });
    expect((await y.lots.goodsOf(plain)).certificate).to.equal(ZeroHash);
  });

  it("refuses who is no member", async () => {
    const y = await fresh(yard);
    await expect(y.lots.connect(y.stranger).create(steel, []))
      .to.be.revertedWithCustomError(y.lots, "LotsNotMember")
      .withArgs(y.stranger);
  });

  it("refuses a salt that its maker used, and nobody else's", async () => {
    const y = await fresh(yard);
    const lot = await makeLot(y, "steel");
    await expect(y.lots.create(steel, [])).to.be.revertedWithCustomError(y.lots, "LotsAlreadyMade").withArgs(lot);
    await makeLot(y, "steel", { by: y.rival });
  });

  for (const [what, goods, length] of [
    ["no item", { item: "" }, 0n],
    ["an item of 257 bytes", { item: "é".repeat(128).concat("x") }, 257n],
    ["a batch of 257 bytes", { batch: "x".repeat(257) }, 257n],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const y = await fresh(yard);
      await expect(makeLot(y, "steel", { goods }))
        .to.be.revertedWithCustomError(y.lots, "LotsInvalidText")
        .withArgs(length, 256n);
    });
  }

  for (const [what, unit] of [
    ["no unit", ZeroHash],
    ["a unit with a zero before its end", `0x6b0067${"00".repeat(29)}`],
    ["a unit that begins with zeros", `0x${"00".repeat(30)}6b67`],
    ["a unit with a control character", `0x6b1f${"00".repeat(30)}`],
    ["a unit beyond ASCII", `0x6b7f${"00".repeat(30)}`],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const y = await fresh(yard);
      await expect(makeLot(y, "steel", { goods: { unit } }))
        .to.be.revertedWithCustomError(y.lots, "LotsInvalidUnit")
        .withArgs(unit);
    });
  }

  it("refuses a lot of nothing", async () => {
    const y = await fresh(yard);
    await expect(makeLot(y, "steel", { quantityMilli: 0n }))
      .to.be.revertedWithCustomError(y.lots, "LotsNoQuantity")
      .withArgs(await lotId(y, y.seller, "steel"));
  });

  it("refuses inputs that are unknown, somebody else's, packed, packages, given twice, or too many", async () => {
    const y = await fresh(yard);
    const [mine = "", packed = ""] = await makeLots(y, "mine", "packed");
    const theirs = await makeLot(y, "theirs", { by: y.rival });
    const box = await packLots(y, "box", [packed]);
    for (const [inputs, error, args] of [
      [[NO_LOT], "LotsUnexpectedState", [NO_LOT, STATE.none]],
      [[theirs], "LotsNotCustodian", [theirs, y.seller]],
      [[packed], "LotsInPackage", [packed, box]],
      [[box], "LotsNotGoods", [box]],
      [[mine, mine], "LotsUnexpectedState", [mine, STATE.used]],
      [Array(65).fill(mine), "LotsInvalidCount", [65n, 0n, 64n]],
    ] as const) {
      await expect(y.lots.create(steel, [...inputs]))
        .to.be.revertedWithCustomError(y.lots, error)
        .withArgs(...args);
    }
  });

  it("refuses to make a lot of itself", async () => {
    const y = await fresh(yard);
    const lot = await lotId(y, y.seller, "steel");
    await expect(y.lots.create(steel, [lot]))
      .to.be.revertedWithCustomError(y.lots, "LotsUnexpectedState")
      .withArgs(lot, STATE.none);
  });

  it("makes several lots in one call", async () => {
    const y = await fresh(yard);
    const goods = { ...STEEL, unit: encodeBytes32String("piece") };
    const data = ["one", "two"].map((name) =>
      y.lots.interface.encodeFunctionData("create", [{ goods, quantityMilli: 1000n, salt: bytes32Of(name) }, []]),
    );
    await y.lots.multicall(data);
    for (const name of ["one", "two"]) {
      expect((await y.lots.goodsOf(await lotId(y, y.seller, name))).unit).not.to.equal(KG);
    }
  });
});
