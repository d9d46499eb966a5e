import { expect } from "chai";
import { describe, it } from "mocha";
import { parsePrice } from "../../demo/community/price.js";

describe("parsePrice", () => {
  it("takes up to three decimals exactly", () => {
    expect(parsePrice("1.20")).to.equal(1_200_000n);
    expect(parsePrice("0.001")).to.equal(1_000n);
    expect(parsePrice("3")).to.equal(3_000_000n);
    expect(parsePrice("10000")).to.equal(10_000_000_000n);
  });

  for (const price of [
    "0",
    "0.000",
    "-1",
    "1.2345",
    "1e3",
    "",
    " 1",
    "1,2",
    ".5",
    "1.",
    "NaN",
    "10000.001",
    "9999999999",
  ]) {
    it(`refuses ${JSON.stringify(price)}`, () => {
      expect(() => parsePrice(price))
        .to.throw()
        .with.property("code", "PriceInvalid");
    });
  }
});
