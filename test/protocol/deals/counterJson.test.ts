import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  applyChanges,
  changesBetween,
  counterOfferJson,
  isSameOffer,
  parseCounterOffer,
  parseOffer,
  requireNegotiation,
} from "../../../protocol/index.js";
import { offers, SEED_COUNTER_OFFER, SEED_OFFER } from "./support/deals.js";

const seed = parseOffer(SEED_OFFER);
const ID = `0x${"1d".repeat(32)}` as const;

/** A counter-offer with these changes, as a file has it. */
const counterOf = (changes: object, others: object = {}) => JSON.stringify({ changes, ...others });
const refusal = (text: string) => expect(() => parseCounterOffer(text)).to.throw();
const humidity = (max: string) => ({ field: "humidity", min: "0", max });

describe("counter-offers in files", () => {
  it("are read as the founding documents write them, and written the same", () => {
    const counter = parseCounterOffer(SEED_COUNTER_OFFER);
    expect(counter.changes).to.deep.equal({
      fields: { priceMicro: 30_000_000n },
      conditions: [],
      removedConditions: [],
    });
    expect(JSON.stringify(counterOfferJson(counter))).to.equal(JSON.stringify(JSON.parse(SEED_COUNTER_OFFER)));
    expect(applyChanges(seed, counter)).to.deep.equal({ ...seed, priceMicro: 30_000_000n });
  });

  it("change fields, add, replace and remove conditions, and keep what only terms have", () => {
    const counter = parseCounterOffer(
      counterOf({
        fields: [
          { field: "item", newValue: "Steel Cutting" },
          { field: "quantity", newValue: "150.5" },
          { field: "currency", newValue: "EUR" },
          { field: "target", newValue: "" },
        ],
        conditions: [humidity("12"), { field: "co2", min: "0", max: "900", unit: "ppm" }],
      }),
    );
    const terms = { ...seed, buyer: "0xb", seller: "0x5", salt: "0x" };
    expect(applyChanges(terms, counter)).to.deep.equal({
      ...terms,
      item: "Steel Cutting",
      quantityMilli: 150_500n,
      currency: "EUR",
      target: "",
      conditions: [
        { field: "co2", minMilli: 0n, maxMilli: 900_000n },
        { field: "humidity", minMilli: 0n, maxMilli: 12_000n },
      ],
    });
  });

  it("may leave out empty lists, id and note, and name a removed condition by an object or its field alone", () => {
    for (const removed of [["humidity"], [{ field: "humidity" }]]) {
      const counter = parseCounterOffer(counterOf({ removedConditions: removed }));
      expect(counter).to.deep.equal({
        id: undefined,
        changes: { fields: {}, conditions: [], removedConditions: ["humidity"] },
        note: "",
      });
      expect(applyChanges(seed, counter).conditions).to.deep.equal([]);
      expect(counterOfferJson(counter)).to.deep.equal({
        changes: { fields: [], conditions: [], removedConditions: [{ field: "humidity" }] },
        note: "",
      });
    }
  });

  it("lead from any offer to any other, in a file too", () => {
    fc.assert(
      fc.property(offers, offers, fc.string({ minLength: 1, maxLength: 30 }), (previous, next, note) => {
        const counter = { id: ID, changes: changesBetween(previous, next), note };
        expect(applyChanges(previous, counter)).to.deep.equal(next);
        const read = parseCounterOffer(JSON.stringify(counterOfferJson(counter)));
        expect(read).to.deep.equal(counter);
        expect(isSameOffer(applyChanges(previous, read), next)).to.equal(true);
      }),
    );
  });

  it("may say something without changing anything, but not neither", () => {
    const silent = { fields: [{ field: "price", newValue: "20.00" }], conditions: [humidity("10")] };
    expect(applyChanges(seed, parseCounterOffer(counterOf(silent, { note: "soon?" })))).to.deep.equal(seed);
    for (const changes of [{}, silent]) {
      expect(() => applyChanges(seed, parseCounterOffer(counterOf(changes))))
        .to.throw()
        .with.property("code", "CounterOfferEmpty");
    }
  });

  it("are for the negotiation that they name; a UUID is another system's name for it", () => {
    const named = (id: string) => parseCounterOffer(counterOf({}, { id, note: "hello" }));
    requireNegotiation(ID, named(ID));
    requireNegotiation(ID, parseCounterOffer(SEED_COUNTER_OFFER));
    requireNegotiation(ID, parseCounterOffer(counterOf({})));
    expect(() => requireNegotiation(ID, named(`0x${"2d".repeat(32)}`)))
      .to.throw()
      .with.property("code", "CounterOfferForeign");
    for (const id of ["", "0x1d", ID.toUpperCase(), "875a22a4", 7]) {
      refusal(counterOf({}, { id, note: "hello" })).with.property("code", "CounterOfferUnreadable");
    }
  });

  it("are refused by name for what contradicts itself", () => {
    const price = (newValue: unknown) => ({ field: "price", newValue });
    for (const [code, changes] of [
      ["TermsFieldUnknown", { fields: [{ field: "discount", newValue: "5" }] }],
      ["TermsFieldUnknown", { fields: [{ field: "conditions", newValue: [] }] }],
      ["TermsFieldUnknown", { fields: [{ field: "toString", newValue: "" }] }],
      ["TermsFieldChangedTwice", { fields: [price("30"), price("31")] }],
      ["ConditionFieldUnknown", { conditions: [{ field: "colour", min: "0", max: "1" }] }],
      ["ConditionFieldUnknown", { removedConditions: ["colour"] }],
      ["ConditionUnitWrong", { conditions: [{ ...humidity("9"), unit: "°C" }] }],
      ["ConditionRangeInvalid", { conditions: [humidity("-1")] }],
      ["ConditionChangedTwice", { conditions: [humidity("9"), humidity("8")] }],
      ["ConditionRemovedTwice", { removedConditions: ["humidity", { field: "humidity" }] }],
      ["ConditionRemovedAndChanged", { conditions: [humidity("9")], removedConditions: ["humidity"] }],
    ] as const) {
      refusal(counterOf(changes)).with.property("code", code);
    }
    expect(() => applyChanges(seed, parseCounterOffer(counterOf({ removedConditions: ["co2"] }))))
      .to.throw()
      .with.property("code", "ConditionNotThere");
  });

  it("are refused where they do not follow the format", () => {
    for (const text of [
      "null",
      "{}",
      counterOf([]),
      counterOf({ prices: [] }),
      counterOf({ fields: {} }),
      counterOf({ fields: [{ field: "price" }] }),
      counterOf({ fields: [{ field: "price", newValue: 30 }] }),
      counterOf({ fields: [{ field: "quantity", newValue: "0" }] }),
      counterOf({ fields: [{ field: "price", newValue: "30", oldValue: "20" }] }),
      counterOf({ removedConditions: [{ field: "humidity", min: "0" }] }),
      counterOf({}, { note: 1 }),
      counterOf({}, { note: "x".repeat(1025) }),
      SEED_COUNTER_OFFER.replace('"note"', '"note": "no", "note"'),
    ]) {
      refusal(text).with.property("code", "CounterOfferUnreadable");
    }
  });
});
