import fc from "fast-check";
import { type Condition, type Offer, SENSOR_FIELDS, sortedConditions, type Terms } from "../../../../protocol/index.js";
import { address, hash, int64, uint64 } from "../../support/arbitraries.js";

/** The offer of the project's founding documents, as a file has it. */
export const SEED_OFFER = `{
  "item": "Stainless Steel Cutting",
  "price": "20",
  "quantity": "200",
  "currency": "USD",
  "conditions": [ { "field": "humidity", "min": "0", "max": "10" } ],
  "target": "Stainless Steel Provider"
}`;

/** The counter-offer of the same documents. */
export const SEED_COUNTER_OFFER = `{
  "id": "875a22a4-fe1f-425b-af80-3b481225e9bc",
  "changes": {
    "fields": [ { "field": "price", "newValue": "30" } ],
    "conditions": [ ],
    "removedConditions": [ ]
  },
  "note": "this price is low for me. how about this deal?"
}`;

const text = (least: number) => fc.string({ minLength: least, maxLength: 40, unit: "grapheme" });

const condition: fc.Arbitrary<Condition> = fc
  .record({ field: fc.constantFrom(...Object.keys(SENSOR_FIELDS)), one: int64, other: int64 })
  .map(({ field, one, other }) =>
    one < other ? { field, minMilli: one, maxMilli: other } : { field, minMilli: other, maxMilli: one },
  );

/** Conditions on different fields, in the contract's order. */
export const conditions = fc.uniqueArray(condition, { selector: ({ field }) => field }).map(sortedConditions);

/** Offers of every kind that a contract takes, extremes of each range included. */
export const offers: fc.Arbitrary<Offer> = fc.record({
  item: text(1),
  priceMicro: fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }),
  quantityMilli: uint64.map((quantity) => quantity || 1n),
  currency: fc.stringMatching(/^[A-Z]{3}$/),
  conditions,
  target: text(0),
});

export const terms: fc.Arbitrary<Terms> = fc
  .tuple(offers, fc.record({ buyer: address, seller: address, salt: hash }))
  .map(([offer, parties]) => ({ ...offer, ...parties }));
