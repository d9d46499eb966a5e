import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  DELIVERY_TYPES,
  type DeliveryPlan,
  deliveryDomain,
  deliveryIdOf,
  deliverySettlementDigest,
  deliverySummaryHash,
  extendSummary,
  fieldWordOf,
  judgeReading,
  openedTerms,
  planValue,
  SENSOR_FIELDS,
  type SensorReading,
  termsValue,
} from "../../../protocol/index.js";
import { address, hash, header, hexOf, int64, uint64 } from "../support/arbitraries.js";
import { terms } from "./support/deals.js";

const place = { chainId: 31337n, monitor: `0x${"de".repeat(20)}` } as const;
const domain = deliveryDomain(place);
const field = fc.constantFrom(...Object.keys(SENSOR_FIELDS));
const uint48 = fc.nat(2 ** 48 - 1);
const uint32 = fc.nat(2 ** 32 - 1);

const plans: fc.Arbitrary<DeliveryPlan> = fc.record({
  negotiation: hash,
  startS: uint48,
  endS: uint48,
  custodian: address,
  arbiter: address,
  heartbeatS: uint32,
  confirmWithinS: uint32,
  paysInTokens: fc.boolean(),
  watches: fc.array(fc.record({ field, sensor: hash, warnMarginMilli: uint64 }), { maxLength: 4 }),
  milestones: fc.array(fc.record({ name: hash, plannedAtS: uint48 }), { maxLength: 4 }),
  lots: fc.array(hexOf(12), { maxLength: 4 }),
  salt: hash,
});

const SUMMARY = {
  DeliverySummary: [
    ...["delivery", "sensor", "field"].map((name) => ({ name, type: "bytes32" })),
    ...["sequence", "timestampS", "readings", "violations"].map((name) => ({ name, type: "uint64" })),
    ...["lowestMilli", "highestMilli"].map((name) => ({ name, type: "int64" })),
  ],
};

describe("hashes of deliveries", () => {
  it("are what wallets sign, of plans and of settlements", () => {
    fc.assert(
      fc.property(plans, hash, uint64, uint32, uint48, (plan, delivery, toSeller, violations, deadlineS) => {
        const signed = TypedDataEncoder.hash(domain, DELIVERY_TYPES.DeliveryPlan, planValue(plan));
        expect(deliveryIdOf(place, plan)).to.equal(signed);
        const settlement = { delivery, toSeller, violations, deadlineS };
        expect(deliverySettlementDigest(place, settlement)).to.equal(
          TypedDataEncoder.hash(domain, DELIVERY_TYPES.DeliverySettlement, settlement),
        );
      }),
    );
  });

  it("are ethers' of summaries", () => {
    const summaries = fc.record({
      delivery: hash,
      sensor: hash,
      field,
      sequence: uint64,
      timestampS: uint64,
      readings: uint64,
      violations: uint64,
      lowestMilli: int64,
      highestMilli: int64,
    });
    fc.assert(
      fc.property(summaries, (summary) => {
        const value = { ...summary, field: fieldWordOf(summary.field) };
        expect(deliverySummaryHash(summary)).to.equal(TypedDataEncoder.from(SUMMARY).hash(value));
      }),
    );
  });

  it("hide item and target of opened terms, and nothing else", () => {
    fc.assert(
      fc.property(terms, (value) => {
        const { itemHash, targetHash, ...rest } = openedTerms(value);
        expect([itemHash, targetHash]).to.not.include(value.item);
        const { item: _item, target: _target, ...expected } = termsValue(value);
        expect(rest).to.deep.equal(expected);
      }),
    );
  });
});

describe("readings of a delivery", () => {
  it("break a condition strictly outside, and are near within the margin", () => {
    const condition = { minMilli: -100n, maxMilli: 100n };
    for (const [value, margin, verdict] of [
      [-101n, 0n, "violation"],
      [101n, 1000n, "violation"],
      [-100n, 0n, "ordinary"],
      [100n, 0n, "ordinary"],
      [-90n, 10n, "near"],
      [90n, 10n, "near"],
      [89n, 10n, "ordinary"],
      [0n, 100n, "near"],
    ] as const) {
      expect(judgeReading(condition, margin, value)).to.equal(verdict);
    }
  });

  it("add up to a summary, whatever they are", () => {
    const condition = { minMilli: -50n, maxMilli: 50n };
    const value = fc.bigInt({ min: -99n, max: 99n });
    fc.assert(
      fc.property(hash, header, fc.array(value, { minLength: 1 }), (delivery, first, values) => {
        const readings = values.map((valueMilli, at): SensorReading => {
          const sequence = BigInt(at + 1);
          return { type: "SensorReading", header: { ...first, sequence }, field: "light", valueMilli };
        });
        const [one, ...others] = readings as [SensorReading, ...SensorReading[]];
        let summary = extendSummary(delivery, condition, one);
        for (const reading of others) summary = extendSummary(summary, condition, reading);
        const sorted = [...values].sort((a, b) => Number(a - b));
        expect(summary).to.deep.equal({
          delivery,
          sensor: first.device,
          field: "light",
          sequence: BigInt(values.length),
          timestampS: first.timestampS,
          readings: BigInt(values.length),
          violations: BigInt(values.filter((each) => each < -50n || each > 50n).length),
          lowestMilli: sorted[0],
          highestMilli: sorted.at(-1),
        });
      }),
    );
  });
});
