import { expect } from "chai";
import { describe, it } from "mocha";
import { changesBetween, describeChanges, type Offer, parseOffer } from "../../../protocol/index.js";
import { SEED_OFFER } from "./support/deals.js";

const seed = parseOffer(SEED_OFFER);
const conditions = (...each: [string, bigint, bigint][]): Pick<Offer, "conditions"> => ({
  conditions: each.map(([field, minMilli, maxMilli]) => ({ field, minMilli, maxMilli })),
});
const told = (next: Partial<Offer>, previous: Partial<Offer> = {}) =>
  describeChanges({ ...seed, ...previous }, { ...seed, ...next });

describe("the difference of two offers", () => {
  it("is nothing between equal ones", () => {
    expect(changesBetween(seed, seed)).to.deep.equal({ fields: {}, conditions: [], removedConditions: [] });
    expect(told({})).to.deep.equal([]);
  });

  it("is told per field, with numbers and the currency of now", () => {
    expect(told({ priceMicro: 30_000_000n })).to.deep.equal(["price 20 → 30 USD"]);
    expect(told({ priceMicro: 19_500_000n, currency: "EUR" })).to.deep.equal([
      "price 20 → 19.5 EUR",
      'currency "USD" → "EUR"',
    ]);
    expect(told({ quantityMilli: 150_250n })).to.deep.equal(["quantity 200 → 150.25"]);
    expect(told({ item: "Laser Cutting", target: "" })).to.deep.equal([
      'item "Stainless Steel Cutting" → "Laser Cutting"',
      'target "Stainless Steel Provider" → ""',
    ]);
  });

  it("is told per condition, with the field's unit", () => {
    expect(told(conditions(["humidity", 0n, 12_000n]))).to.deep.equal(["humidity at most 12 % instead of 10 %"]);
    expect(told(conditions(["humidity", 500n, 10_000n]))).to.deep.equal(["humidity at least 0.5 % instead of 0 %"]);
    expect(told(conditions(["humidity", 1000n, 12_000n]))).to.deep.equal(["humidity 1 to 12 % instead of 0 to 10 %"]);
    expect(told(conditions(["temperature", -2000n, 8000n]))).to.deep.equal([
      "temperature -2 to 8 °C, not conditioned before",
      "humidity no longer conditioned",
    ]);
  });

  it("shows a field without a unit, and text that could steer a terminal escaped", () => {
    expect(told(conditions(["colour", 1000n, 2000n]), conditions())).to.deep.equal([
      "colour 1 to 2, not conditioned before",
    ]);
    expect(told({ item: "\u001b[31m" })).to.deep.equal(['item "Stainless Steel Cutting" → "\\u001b[31m"']);
  });
});
