import { expect } from "chai";
import { AbiCoder, encodeBytes32String, keccak256, ZeroAddress, ZeroHash } from "ethers";
import { describe, it } from "mocha";
import { idOfRequest } from "../../../deals/index.js";
import { fieldWordOf, type Hex, requestIdOf } from "../../../protocol/index.js";
import { lower } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { openTender, STATE, weigh } from "../../support/chain/quotations.js";

const LATE = 2 ** 40;

describe("Quotations: request", () => {
  it("announces the whole request, and tells everybody who is invited", async () => {
    const t = await openTender();
    const requested = t.requestOf();
    const id = await t.idFor();
    const emitted = await t.byBuyer.request(requested);
    await expect(emitted).to.emit(t.quotations, "QuotationRequested");
    for (const supplier of [t.seller, t.rival]) {
      await expect(emitted).to.emit(t.quotations, "SupplierInvited").withArgs(id, supplier, t.buyer);
      expect(await t.quotations.isInvited(id, supplier)).to.equal(true);
    }
    expect(await t.quotations.isInvited(id, t.carrier)).to.equal(false);
    const { args } = (await t.quotations.queryFilter(t.quotations.filters.QuotationRequested(id)))[0]!;
    const place = { chainId: 31337n, quotations: lower(await t.quotations.getAddress()) };
    expect(idOfRequest(place, lower(t.buyer.address), args.requested)).to.equal(id);
    const info = await t.quotations.quotationOf(id);
    expect([info.buyer, info.supplier, info.isTender, info.isSealed, info.bidCount]).to.deep.equal([
      ...[t.buyer.address, ZeroAddress, false, false, 0n],
    ]);
    expect([info.bidsUntilS, info.revealsUntilS, info.awardUntilS]).to.deep.equal(
      [requested.bidsUntilS, requested.revealsUntilS, requested.awardUntilS].map((timeS) => BigInt(timeS)),
    );
  });

  it("goes through its phases by time, to the second", async () => {
    const t = await openTender();
    expect(await t.quotations.stateOf(await t.idFor())).to.equal(STATE.none);
    const id = await t.ask();
    expect(await t.quotations.stateOf(id)).to.equal(STATE.bidding);
    await t.toReveals();
    expect(await t.quotations.stateOf(id)).to.equal(STATE.revealing);
    await t.toDecision();
    expect(await t.quotations.stateOf(id)).to.equal(STATE.deciding);
    await t.toExpiry();
    expect(await t.quotations.stateOf(id)).to.equal(STATE.expired);
  });

  it("refuses who is no member, and the same request again", async () => {
    const t = await openTender();
    await expect(t.quotations.connect(t.stranger).request(t.requestOf()))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsNotMember")
      .withArgs(t.stranger);
    const id = await t.ask();
    await expect(t.ask()).to.be.revertedWithCustomError(t.quotations, "QuotationsAlreadyRequested").withArgs(id);
    expect(await t.ask({ quantityMilli: 1n })).not.to.equal(id);
  });

  for (const [what, times] of [
    ["bids that are over", [1, LATE, LATE + 1]],
    ["no time to reveal", [LATE, LATE, LATE + 1]],
    ["no time to award", [LATE, LATE + 1, LATE + 1]],
    ["reveals before bids", [LATE + 1, LATE, LATE + 2]],
  ] as const) {
    it(`refuses deadlines out of order: ${what}`, async () => {
      const t = await openTender();
      const [bidsUntilS, revealsUntilS, awardUntilS] = times;
      await expect(t.ask({ bidsUntilS, revealsUntilS, awardUntilS }))
        .to.be.revertedWithCustomError(t.quotations, "QuotationsInvalidDeadlines")
        .withArgs(...times);
    });
  }

  it("refuses weights that do not sum to 1000, and criteria that are unknown or come twice", async () => {
    const t = await openTender();
    for (const [criteria, sum] of [
      [[], 0n],
      [[weigh("price", 999)], 999n],
      [[weigh("price", 1000), weigh("quantity", 1)], 1001n],
      [[weigh("price", 65_535), weigh("quantity", 1001)], 66_536n],
    ] as const) {
      await expect(t.ask({ criteria: [...criteria] }))
        .to.be.revertedWithCustomError(t.quotations, "QuotationsInvalidWeights")
        .withArgs(sum);
    }
    for (const [criteria, name] of [
      [[weigh("colour", 1000)], "colour"],
      [[weigh("price", 500), weigh("quantity", 0), weigh("price", 500)], "price"],
    ] as const) {
      await expect(t.ask({ criteria: [...criteria] }))
        .to.be.revertedWithCustomError(t.quotations, "QuotationsInvalidCriterion")
        .withArgs(encodeBytes32String(name));
    }
    await t.ask({ criteria: [weigh("price", 500), weigh("quantity", 300), weigh("reputation", 200)] });
  });

  it("refuses a request without item, quantity or currency, and texts that are too long", async () => {
    const t = await openTender();
    for (const change of [{ item: "" }, { quantityMilli: 0n }, { currency: "" }]) {
      await expect(t.ask(change)).to.be.revertedWithCustomError(t.quotations, "QuotationsIncomplete");
    }
    await expect(t.ask({ item: "x".repeat(1000), target: "y".repeat(22) }))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsTooLong")
      .withArgs(1025n, 1024n);
  });

  it("refuses conditions that nobody can watch", async () => {
    const t = await openTender();
    const humidity = fieldWordOf("humidity");
    const colour = encodeBytes32String("colour");
    for (const [conditions, error, args] of [
      [[{ field: colour, minMilli: 0n, maxMilli: 1n }], "ConditionUnknownField", [colour]],
      [[{ field: humidity, minMilli: 2n, maxMilli: 1n }], "ConditionInvalidRange", [humidity, 2n, 1n]],
      [Array(2).fill({ field: humidity, minMilli: 0n, maxMilli: 1n }), "ConditionUnsorted", [humidity]],
    ] as const) {
      const asking = t.ask({ conditions: [...conditions] });
      const errors = t.quotations.interface.getError(error) === null ? t.negotiation : t.quotations;
      await expect(asking)
        .to.be.revertedWithCustomError(errors, error)
        .withArgs(...args);
    }
  });

  it("invites 64 at most, each once, members alone, and not the buyer", async () => {
    const t = await openTender();
    const many = Array.from({ length: 65 }, (_, index) => `0x${(index + 0xa11ce).toString(16).padStart(40, "0")}`);
    await expect(t.ask({ invited: many }))
      .to.be.revertedWithCustomError(t.quotations, "QuotationsTooManyInvited")
      .withArgs(65n, 64n);
    for (const invited of [
      [t.seller.address, t.seller.address],
      [t.seller.address, t.buyer.address],
    ]) {
      await expect(t.ask({ invited }))
        .to.be.revertedWithCustomError(t.quotations, "QuotationsInvalidInvitation")
        .withArgs(invited[1]);
    }
    for (const nobody of [ZeroAddress, t.stranger.address]) {
      await expect(t.ask({ invited: [t.seller.address, nobody] }))
        .to.be.revertedWithCustomError(t.quotations, "QuotationsNotMember")
        .withArgs(nobody);
    }
    for (const [index, member] of many.entries()) await t.membership.admit(member, `Member ${index}`);
    const id = await t.ask({ invited: many.slice(0, 64) });
    expect(await t.quotations.isInvited(id, many[63] ?? "")).to.equal(true);
  });

  it("derives its id, and the negotiations that may come of it, as anyone can", async () => {
    const t = await openTender();
    const id = await t.ask();
    const request = t.quotations.interface.getFunction("request").inputs[0]!;
    const requestHash = keccak256(AbiCoder.defaultAbiCoder().encode([request], [t.requestOf()])) as Hex;
    const quotations = lower(await t.quotations.getAddress());
    expect(id).to.equal(requestIdOf({ chainId: 31337n, quotations }, { buyer: lower(t.buyer.address), requestHash }));
    for (const change of [{ target: "x" }, { invited: [] }, { isSealed: true }, { salt: bytes32Of("another") }]) {
      expect(await t.idFor(change)).not.to.equal(id);
    }
    const opening = { buyer: lower(t.buyer.address), seller: lower(t.seller.address), isSealed: false, salt: id };
    expect(await t.quotations.negotiationOf(id, t.seller)).to.equal(t.idOf(opening));
    expect((await t.quotations.bidOf(id, t.seller)).commitment).to.equal(ZeroHash);
  });
});
