import { expect } from "chai";
import { describe, it } from "mocha";
import { formatBytes, rangeFormat } from "../../dashboard/src/format/amounts.js";
import { amountOf, badTerm, DEFAULT_TERMS, termsOf } from "../../dashboard/src/verify/valueTerms.js";

describe("dashboard: terms of a value", () => {
  it("reads numbers with a point or a comma, and nothing else", () => {
    expect(amountOf("0.05")).to.equal(0.05);
    expect(amountOf(" 0,05 ")).to.equal(0.05);
    expect(amountOf("12.")).to.equal(12);
    for (const text of ["", "abc", "-1", "1e9", "1.2.3", "1 000", "Infinity", "0x10", "9".repeat(12)]) {
      expect(amountOf(text), text).to.equal(undefined);
    }
  });

  it("starts from terms that the method takes", () => {
    expect(termsOf(DEFAULT_TERMS)).to.deep.equal({
      endOfLife: 0.6,
      prices: { currency: "EUR", perKWhThroughput: 0.05, scrap: 0 },
    });
  });

  it("names the term that is no usable number, and gives none to the method meanwhile", () => {
    for (const [changed, name] of [
      [{ endOfLife: "0" }, "endOfLife"],
      [{ endOfLife: "100" }, "endOfLife"],
      [{ price: "five" }, "price"],
      [{ scrap: "-2" }, "scrap"],
    ] as const) {
      expect(badTerm({ ...DEFAULT_TERMS, ...changed })).to.equal(name);
      expect(termsOf({ ...DEFAULT_TERMS, ...changed })).to.equal(undefined);
    }
  });
});

describe("dashboard: estimated amounts", () => {
  const written = (...amounts: number[]) => amounts.map(rangeFormat(amounts, "en"));

  it("gives all of a range as many digits as its largest calls for", () => {
    expect(written(0.0057, 0.0089, 0.0163)).to.deep.equal(["0.0057", "0.0089", "0.0163"]);
    expect(written(0.9, 2.345)).to.deep.equal(["0.90", "2.35"]);
    expect(written(8.04, 12.34)).to.deep.equal(["8.0", "12.3"]);
    expect(written(812.6, 1_530.2)).to.deep.equal(["813", "1,530"]);
    expect(written(0, 0)).to.deep.equal(["0", "0"]);
  });

  it("writes a file's size in the largest unit that it fills", () => {
    expect([12, 4_321, 251_000_000, 3.2e9].map((bytes) => formatBytes(bytes, "en"))).to.deep.equal([
      "12\u00a0B",
      "4.3\u00a0kB",
      "251\u00a0MB",
      "3.2\u00a0GB",
    ]);
  });
});
