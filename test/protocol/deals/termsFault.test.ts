import { expect } from "chai";
import { describe, it } from "mocha";
import { type Terms, termsFault, ZERO_HASH } from "../../../protocol/index.js";

const parties = { buyer: `0x${"b0".repeat(20)}`, seller: `0x${"5e".repeat(20)}` } as const;
const humidity = { field: "humidity", minMilli: 0n, maxMilli: 10_000n };
const temperature = { field: "temperature", minMilli: -1n, maxMilli: -1n };
const terms = (change: Partial<Terms> = {}): Terms => ({
  ...parties,
  item: "Stainless Steel Cutting",
  priceMicro: 0n,
  quantityMilli: 1n,
  currency: "USD",
  conditions: [humidity, temperature],
  target: "",
  salt: ZERO_HASH,
  ...change,
});

describe("what the contract would refuse of terms", () => {
  it("is nothing of what it takes, to the last byte", () => {
    expect(termsFault(terms(), parties)).to.equal(undefined);
    const longest = terms({ item: "\u00e9".repeat(500), target: "x".repeat(21), conditions: [] });
    expect(termsFault(longest, parties)).to.equal(undefined);
  });

  for (const [what, change, fault] of [
    ["another buyer", { buyer: parties.seller }, "name other parties"],
    ["another seller", { seller: parties.buyer }, "name other parties"],
    ["nothing wanted", { quantityMilli: 0n }, "lack an item, a quantity or a currency"],
    ["no item", { item: "" }, "lack an item, a quantity or a currency"],
    ["no currency", { currency: "" }, "lack an item, a quantity or a currency"],
    ["a byte too many", { item: "\u00e9".repeat(500), target: "x".repeat(22) }, "have 1025 bytes"],
    ["a field twice", { conditions: [humidity, humidity] }, "condition a field twice"],
    ["fields out of order", { conditions: [temperature, humidity] }, "not sorted"],
    ["a range the other way", { conditions: [{ ...humidity, minMilli: 10_001n }] }, "a condition on humidity"],
  ] as const) {
    it(`is told by name: ${what}`, () => {
      expect(termsFault(terms(change), parties)).to.contain(fault);
    });
  }
});
