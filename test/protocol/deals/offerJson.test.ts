import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { offerJson, parseOffer, totalDue } from "../../../protocol/index.js";
import { offers, SEED_OFFER } from "./support/deals.js";

/** The seed's offer with members replaced, as a file has it. */
const offerWith = (members: object) => JSON.stringify({ ...JSON.parse(SEED_OFFER), ...members });
const conditioned = (...conditions: object[]) => offerWith({ conditions });
const refusal = (text: string) => expect(() => parseOffer(text)).to.throw();

describe("offers in files", () => {
  it("are read as the founding documents write them, and written the same", () => {
    const offer = parseOffer(SEED_OFFER);
    expect(offer).to.deep.equal({
      item: "Stainless Steel Cutting",
      priceMicro: 20_000_000n,
      quantityMilli: 200_000n,
      currency: "USD",
      conditions: [{ field: "humidity", minMilli: 0n, maxMilli: 10_000n }],
      target: "Stainless Steel Provider",
    });
    expect(JSON.stringify(offerJson(offer))).to.equal(JSON.stringify(JSON.parse(SEED_OFFER)));
    expect(totalDue(offer)).to.equal(4_000_000_000n);
  });

  it("come back unchanged, whatever they hold", () => {
    fc.assert(
      fc.property(offers, (offer) => {
        expect(parseOffer(JSON.stringify(offerJson(offer)))).to.deep.equal(offer);
      }),
    );
  });

  it("have exact decimals, which are written as short as they can be", () => {
    const offer = parseOffer(
      offerWith({
        price: "0.000001",
        quantity: "12.500",
        conditions: [{ field: "temperature", min: "-40.25", max: "-0.5" }],
      }),
    );
    expect(offer.priceMicro).to.equal(1n);
    expect(offer.conditions).to.deep.equal([{ field: "temperature", minMilli: -40_250n, maxMilli: -500n }]);
    expect(offerJson(offer)).to.deep.include({
      price: "0.000001",
      quantity: "12.5",
      conditions: [{ field: "temperature", min: "-40.25", max: "-0.5" }],
    });
    expect(totalDue(offer)).to.equal(12n);
  });

  it("sort their conditions, and take the unit that a field has", () => {
    const offer = parseOffer(
      conditioned({ field: "temperature", min: "2", max: "8", unit: "°C" }, { field: "co2", min: "0", max: "1000" }),
    );
    expect(offer.conditions.map(({ field }) => field)).to.deep.equal(["co2", "temperature"]);
  });

  for (const [what, members, path] of [
    ["a number without quotes", { priceMicro: 20 }, "price"],
    ["an exponent", { price: "2e1" }, "price"],
    ["a negative price", { price: "-1" }, "price"],
    ["seven decimals of a price", { price: "0.0000001" }, "price"],
    ["a price beyond uint128", { price: "340282366920938463463374607431769" }, "price"],
    ["a leading zero", { quantity: "0200" }, "quantity"],
    ["no quantity", { quantity: "0" }, "quantity"],
    ["four decimals of a quantity", { quantity: "0.0001" }, "quantity"],
    ["a quantity beyond uint64", { quantity: "18446744073709551.616" }, "quantity"],
    ["no item", { item: "" }, "item"],
    ["an item longer than the contract takes", { item: "x".repeat(1025) }, "item"],
    ["half a character", { item: "\ud800" }, "item"],
    ["a currency in words", { currency: "dollars" }, "currency"],
    ["a target that is no text", { target: null }, "target"],
    ["conditions that are no list", { conditions: {} }, "conditions"],
    ["a condition without an end", { conditions: [{ field: "humidity", min: "0" }] }, "conditions[0].max"],
    ["minus nothing", { conditions: [{ field: "humidity", min: "-0", max: "1" }] }, "conditions[0].min"],
    [
      "a bound beyond int64",
      { conditions: [{ field: "co2", min: "0", max: "9223372036854775.808" }] },
      "conditions[0].max",
    ],
    ["an unknown member", { discount: "5" }, "it is not an object of"],
  ] as const) {
    it(`are refused with ${what}`, () => {
      refusal(offerWith(members)).with.property("code", "OfferUnreadable");
      refusal(offerWith(members)).with.property("message").that.contains(path);
    });
  }

  it("are refused when they are no JSON, too long, incomplete, or say a member twice", () => {
    for (const text of [
      "",
      "[]",
      "{}",
      SEED_OFFER.slice(0, -1),
      SEED_OFFER.replace('"price": "20"', '"price": "20", "price": "2"'),
      `${SEED_OFFER}${" ".repeat(64 * 1024)}`,
      conditioned(...Array.from({ length: 65 }, () => ({ field: "co2", min: "0", max: "1" }))),
    ]) {
      refusal(text).with.property("code", "OfferUnreadable");
    }
  });

  it("name the field whose condition makes no sense", () => {
    const humidity = { field: "humidity", min: "0", max: "10" };
    for (const [code, text, words] of [
      ["ConditionFieldUnknown", conditioned({ ...humidity, field: "colour" }), '"colour"'],
      ["ConditionFieldUnknown", conditioned({ ...humidity, field: "constructor" }), '"constructor"'],
      ["ConditionUnitWrong", conditioned({ ...humidity, unit: "g/m³" }), '"g/m³" instead of %'],
      ["ConditionRangeInvalid", conditioned({ ...humidity, min: "10.001" }), '"humidity": 10.001 to 10'],
      ["ConditionDoubled", conditioned(humidity, { ...humidity, max: "20" }), '"humidity"'],
    ] as const) {
      refusal(text).with.property("code", code);
      refusal(text).with.property("message").that.contains(words);
    }
  });
});
