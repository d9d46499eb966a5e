import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, chain, fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { CATEGORY, COMMENT, court } from "../../support/chain/reputation.js";

const DAY_S = 86_400;

describe("Reputation: count and standing", () => {
  it("counts kept and broken conditions for the seller, by anyone, once per deal", async () => {
    const { reputation, buyer, seller, stranger, end } = await fresh(court);
    const deal = await end("deal", { state: "settled", kept: 3, broken: 1 });
    await expect(reputation.connect(stranger).count(deal))
      .to.emit(reputation, "DealCounted")
      .withArgs(deal, seller, true, 3, 1);
    await expect(reputation.connect(stranger).count(deal))
      .to.be.revertedWithCustomError(reputation, "ReputationAlreadyCounted")
      .withArgs(deal);
    const atS = await nowS();
    expect([...(await reputation.standingAt(seller, atS))]).to.deep.equal([0n, 0n, 1n, 0n, 3n, 1n]);
    expect([...(await reputation.standingAt(buyer, atS))]).to.deep.equal([0n, 0n, 0n, 0n, 0n, 0n]);
  });

  it("counts a deal in which nothing arrived apart, however it ended: nobody got goods that kept anything", async () => {
    const { reputation, seller, end } = await fresh(court);
    for (const [name, state] of [
      ["never came", "failed"],
      ["called off", "settled"],
    ] as const) {
      const deal = await end(name, { state, kept: 3, broken: 1, hasArrived: false });
      await expect(reputation.count(deal)).to.emit(reputation, "DealCounted").withArgs(deal, seller, false, 0, 1);
    }
    await reputation.count(await end("came", { kept: 3, broken: 1 }));
    expect([...(await reputation.standingAt(seller, await nowS()))]).to.deep.equal([0n, 0n, 1n, 2n, 3n, 3n]);
  });

  it("counts with the first rating, whoever gives it, and not with the second or after a count", async () => {
    const { reputation, buyer, seller, end } = await fresh(court);
    const deal = await end("deal", { state: "failed", kept: 0, broken: 2 });
    await expect(reputation.connect(seller).rate(deal, 1, CATEGORY.payment, COMMENT))
      .to.emit(reputation, "DealCounted")
      .withArgs(deal, seller, true, 0, 2);
    await expect(reputation.connect(buyer).rate(deal, 1, CATEGORY.quality, COMMENT)).to.not.emit(
      reputation,
      "DealCounted",
    );
    await expect(reputation.count(deal)).to.be.revertedWithCustomError(reputation, "ReputationAlreadyCounted");
    const counted = await end("counted");
    await reputation.count(counted);
    await expect(reputation.connect(buyer).rate(counted, 5, CATEGORY.quality, COMMENT)).to.not.emit(
      reputation,
      "DealCounted",
    );
    expect([...(await reputation.standingAt(seller, await nowS()))]).to.deep.equal([2n, 6n, 2n, 0n, 2n, 2n]);
  });

  it("tells the standing at any past time, to the second, and never another one afterwards", async () => {
    const { reputation, buyer, seller, end } = await fresh(court);
    const startS = (await nowS()) + DAY_S;
    const at = async (timestampS: number) => [...(await reputation.standingAt(seller, timestampS))];
    const category = async (timestampS: number) => [
      ...(await reputation.ratingsAt(seller, CATEGORY.punctuality, timestampS)),
    ];
    const expected: bigint[][] = [];
    for (let day = 0; day < 12; day += 1) {
      const deal = await end(`deal ${day}`, { kept: day, broken: 1 });
      await nextBlockAt(startS + day * DAY_S);
      await reputation.connect(buyer).rate(deal, 1 + (day % 5), CATEGORY.punctuality, COMMENT);
      const before = expected.at(-1) ?? [0n, 0n, 0n, 0n, 0n, 0n];
      const more = [1, 1 + (day % 5), 1, 0, day, 1].map(BigInt);
      expected.push(before.map((value, index) => value + more[index]!));
    }
    await advanceTo(startS + 20 * DAY_S);
    expect(await at(startS - 1)).to.deep.equal([0n, 0n, 0n, 0n, 0n, 0n]);
    expect(await at(0)).to.deep.equal([0n, 0n, 0n, 0n, 0n, 0n]);
    for (const [day, standing] of expected.entries()) {
      for (const withinS of [0, 1, DAY_S - 1]) {
        expect(await at(startS + day * DAY_S + withinS)).to.deep.equal(standing);
        expect(await category(startS + day * DAY_S + withinS)).to.deep.equal(standing.slice(0, 2));
      }
    }
    expect(await at(startS + 20 * DAY_S)).to.deep.equal(expected.at(-1));
  });

  it("counts what happens in the same second together", async () => {
    const { reputation, buyer, seller, end } = await fresh(court);
    const deals = [await end("first"), await end("second")];
    const atS = (await nowS()) + 10;
    for (const deal of deals) {
      await nextBlockAt(atS);
      await reputation.connect(buyer).rate(deal, 5, CATEGORY.quality, COMMENT);
    }
    expect([...(await reputation.standingAt(seller, atS))]).to.deep.equal([2n, 10n, 2n, 0n, 4n, 0n]);
    expect([...(await reputation.standingAt(seller, atS - 1))]).to.deep.equal([0n, 0n, 0n, 0n, 0n, 0n]);
  });

  it("refuses to tell the future", async () => {
    const { reputation, seller } = await fresh(court);
    const laterS = (await nowS()) + DAY_S;
    await expect(reputation.standingAt(seller, laterS))
      .to.be.revertedWithCustomError(reputation, "ReputationNotYet")
      .withArgs(laterS);
    await expect(reputation.ratingsAt(seller, CATEGORY.quality, laterS))
      .to.be.revertedWithCustomError(reputation, "ReputationNotYet")
      .withArgs(laterS);
  });

  it("finds a time among many at little cost", async () => {
    const { reputation, buyer, seller, end } = await fresh(court);
    const startS = (await nowS()) + 1000;
    const cost = async () => {
      const data = reputation.interface.encodeFunctionData("standingAt", [seller.address, startS]);
      return Number(await chain.ethers.provider.estimateGas({ to: await reputation.getAddress(), data }));
    };
    await nextBlockAt(startS);
    await reputation.connect(buyer).rate(await end("first"), 5, CATEGORY.quality, COMMENT);
    await advanceTo(startS + 1);
    const few = await cost();
    for (let count = 0; count < 64; count += 1) {
      await reputation.connect(buyer).rate(await end(`deal ${count}`), 5, CATEGORY.quality, COMMENT);
    }
    expect((await cost()) - few).to.be.lessThan(30_000);
  });
});
