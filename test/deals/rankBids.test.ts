import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { type ComparedBid, type Criterion, rankBids } from "../../deals/quotations/rankBids.js";
import type { Hex } from "../../protocol/index.js";

const supplier = (name: string): Hex => `0x${name.repeat(20)}`;
const bid = (name: string, price: bigint, change: Partial<ComparedBid> = {}): ComparedBid => ({
  supplier: supplier(name),
  offer: { priceMicro: price, quantityMilli: 200_000n },
  reputation: 0n,
  committedAtS: 1_000,
  deviations: [],
  ...change,
});
const by = (name: Criterion["name"], weight = 1000): Criterion => ({ name, weight });
const order = (bids: readonly ComparedBid[], criteria: readonly Criterion[]) =>
  rankBids(bids, criteria).map((each) => [each.supplier.slice(2, 4), each.score]);

describe("ranking bids", () => {
  it("puts the lowest price first, and measures the others by it", () => {
    expect(order([bid("aa", 40n), bid("bb", 30n), bid("cc", 31n)], [by("price")])).to.deep.equal([
      ["bb", 1_000_000n],
      ["cc", 967_741n],
      ["aa", 750_000n],
    ]);
  });

  it("puts the highest quantity first", () => {
    const half = { offer: { priceMicro: 1n, quantityMilli: 100_000n } };
    expect(order([bid("aa", 1n, half), bid("bb", 9n)], [by("quantity")])).to.deep.equal([
      ["bb", 1_000_000n],
      ["aa", 500_000n],
    ]);
  });

  it("measures by bids of what was asked for, and lets no other be better than the best of them", () => {
    const grain = { offer: { priceMicro: 1n, quantityMilli: 1n }, deviations: ["item A grain of sand"] };
    const mountain = { offer: { priceMicro: 90n, quantityMilli: 900_000n }, deviations: ["item A mountain"] };
    const bids = [bid("aa", 20n), bid("bb", 40n)];
    const scores = (more: ComparedBid[], name: Criterion["name"]) =>
      Object.fromEntries(order([...bids, ...more], [by(name)]));
    const others = [bid("cc", 1n, grain), bid("dd", 90n, mountain)];
    expect(scores(others, "price")).to.include({ ...scores([], "price"), cc: 1_000_000n });
    expect(scores(others, "quantity")).to.include({ ...scores([], "quantity"), dd: 1_000_000n });
    expect(scores([bid("cc", 1n, grain)], "price")).to.include({ aa: 1_000_000n, bb: 500_000n });
    expect(order(others, [by("price")])[0]).to.deep.equal(["cc", 1_000_000n]);
  });

  it("weighs criteria against each other", () => {
    const known = { reputation: 900_000n };
    const bids = [bid("aa", 30n), bid("bb", 33n, known)];
    expect(order(bids, [by("price", 900), by("reputation", 100)])[0]?.[0]).to.equal("bb");
    expect(order(bids, [by("price", 950), by("reputation", 50)])[0]?.[0]).to.equal("aa");
  });

  it("takes the earlier of two equal bids", () => {
    const bids = [bid("aa", 30n, { committedAtS: 20 }), bid("bb", 30n, { committedAtS: 10 })];
    expect(order(bids, [by("price")])[0]?.[0]).to.equal("bb");
  });

  it("knows no better bid than one for nothing, and measures no other by it", () => {
    expect(order([bid("aa", 40n), bid("bb", 0n), bid("cc", 30n)], [by("price")])).to.deep.equal([
      ["bb", 1_000_000n],
      ["cc", 1_000_000n],
      ["aa", 750_000n],
    ]);
    expect(rankBids([], [by("price")])).to.deep.equal([]);
  });

  it("comes to the same order however the bids are handed in, and never lets a dearer bid win by price", () => {
    const price = fc.bigInt({ min: 1n, max: 2n ** 128n - 1n });
    fc.assert(
      fc.property(fc.uniqueArray(price, { minLength: 1, maxLength: 9 }), (prices) => {
        const bids = prices.map((each, index) =>
          bid(index.toString(16).padStart(2, "0"), each, { committedAtS: index }),
        );
        const ranked = rankBids(bids, [by("price")]);
        expect(rankBids(bids.toReversed(), [by("price")])).to.deep.equal(ranked);
        expect(ranked[0]?.offer.priceMicro).to.equal(prices.reduce((a, b) => (a < b ? a : b)));
        for (const { score } of ranked) expect(score >= 0n && score <= 1_000_000n).to.equal(true);
      }),
    );
  });
});
