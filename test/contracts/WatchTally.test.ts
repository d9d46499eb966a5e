import { expect } from "chai";
import fc from "fast-check";
import hre from "hardhat";
import { before, describe, it } from "mocha";
import {
  type DeliverySummary,
  extendSummary,
  fieldWordOf,
  judgeReading,
  type ReadingVerdict,
  type SensorReading,
  structHashOf,
  violationHead,
  ZERO_HASH,
} from "../../protocol/index.js";
import type { WatchTallies } from "../../typechain-types/index.js";
import { int64, uint64 } from "../protocol/support/arbitraries.js";
import { advanceTo, fresh } from "../support/chain/chain.js";
import { CONDITIONS, HOUR_S, MARGIN, underway } from "../support/chain/deliveries.js";

/** As `WatchTally.Verdict` has them. */
const VERDICTS: readonly ReadingVerdict[] = ["ordinary", "near", "violation"];
const NEVER = 0;
const BEFORE = 1;

/** Bounds in their order, of all values or of a few, so that values lie on them and beside them. */
const valuesOf = fc.constantFrom(int64, fc.bigInt({ min: -4n, max: 4n }));
const boundsOf = (value: fc.Arbitrary<bigint>) =>
  fc
    .tuple(value, value)
    .map(([one, other]) => (one < other ? { minMilli: one, maxMilli: other } : { minMilli: other, maxMilli: one }));
const judged = valuesOf.chain((value) =>
  fc.record({ condition: boundsOf(value), margin: fc.oneof(uint64, fc.bigInt({ min: 0n, max: 4n })), value }),
);
const told = valuesOf.chain((value) =>
  fc.record({
    condition: boundsOf(value),
    readings: fc.array(fc.record({ value, reported: fc.integer({ min: 0, max: 2 }) }), { minLength: 1, maxLength: 8 }),
    /** How many of the readings the summary covers, one at least. */
    covered: fc.nat({ max: 7 }),
  }),
);

const reading = (sequence: number, valueMilli: bigint): SensorReading => ({
  type: "SensorReading",
  header: {
    device: ZERO_HASH,
    sequence: BigInt(sequence),
    timestampS: BigInt(sequence),
    timeSource: 0,
    signedBy: 0,
    link: ZERO_HASH,
  },
  field: "temperature",
  valueMilli,
});

/** What a sensor summarises after these values, the sequences from 1 on. */
function summaryOf(condition: { minMilli: bigint; maxMilli: bigint }, values: readonly bigint[]): DeliverySummary {
  return values.reduce<DeliverySummary | undefined>(
    (summary, value, i) => extendSummary(summary ?? ZERO_HASH, condition, reading(i + 1, value)),
    undefined,
  )!;
}

describe("WatchTally, held against protocol/deals/summary", () => {
  let tallies: WatchTallies;
  before(async () => {
    const { ethers } = await hre.network.create("embedded");
    tallies = await ethers.deployContract("WatchTallies");
  });

  it("judges any value alike", () =>
    fc.assert(
      fc.asyncProperty(judged, async ({ condition, margin, value }) => {
        const verdict = await tallies.judge.staticCall(condition.minMilli, condition.maxMilli, margin, value);
        expect(VERDICTS[Number(verdict)]).to.equal(judgeReading(condition, margin, value));
      }),
    ));

  it("counts any values alike that are all reported", () =>
    fc.assert(
      fc.asyncProperty(told, async ({ condition: c, readings }) => {
        const values = readings.map(({ value }) => value);
        const summary = summaryOf(c, values);
        const all = values.map(() => BEFORE);
        const given = { ...summary, field: fieldWordOf(summary.field) };
        const { known, unreported } = await tallies.tally.staticCall(c.minMilli, c.maxMilli, values, all, given);
        expect([known.readings, known.violations]).to.deep.equal([summary.readings, summary.violations]);
        expect([known.lowestMilli, known.highestMilli]).to.deep.equal([summary.lowestMilli, summary.highestMilli]);
        expect([known.summaryViolations, unreported]).to.deep.equal([summary.violations, 0n]);
      }),
    ));

  it("finds unreported exactly what the sensor counted and nobody reported, whatever came after the summary", () =>
    fc.assert(
      fc.asyncProperty(told, async ({ condition: c, readings, covered }) => {
        const count = 1 + (covered % readings.length);
        const values = readings.map(({ value }) => value);
        const summary = summaryOf(c, values.slice(0, count));
        // A summary that is older than what was reported is refused, so what it does not cover comes after it or never.
        const reported = readings.map(({ reported }, i) => (i >= count && reported === BEFORE ? NEVER : reported));
        const given = { ...summary, field: fieldWordOf(summary.field) };
        const { known, unreported } = await tallies.tally.staticCall(c.minMilli, c.maxMilli, values, reported, given);
        const isViolation = (value: bigint) => judgeReading(c, 0n, value) === "violation";
        const concealed = values.filter((value, i) => i < count && reported[i] === NEVER && isViolation(value));
        const recorded = values.filter((value, i) => reported[i] !== NEVER && isViolation(value));
        expect([known.violations, unreported]).to.deep.equal([BigInt(recorded.length), BigInt(concealed.length)]);
      }),
    ));
});

describe("ConditionWatch, held against protocol/deals/summary", () => {
  const condition = CONDITIONS[1]!;
  const beside = fc
    .constantFrom(condition.minMilli, condition.maxMilli)
    .chain((bound) => fc.bigInt({ min: bound - MARGIN - 2n, max: bound + MARGIN + 2n }));

  it("judges what is reported alike, and chains its violations alike", () =>
    fc.assert(
      fc.asyncProperty(fc.array(beside, { minLength: 1, maxLength: 6 }), async (values) => {
        const u = await fresh(underway);
        await advanceTo(u.plan.startS + HOUR_S);
        const records = values.map((value, i) => u.freezer.record(i + 1, u.plan.startS + i, value));
        await u.watch.report(
          u.delivery,
          records.map((record) => u.freezer.report(record)),
        );
        const of = (verdict: ReadingVerdict) =>
          records.filter(({ valueMilli }) => judgeReading(condition, MARGIN, valueMilli) === verdict);
        const { head, violations } = await u.watch.watchingOf(u.delivery);
        expect(violations).to.equal(BigInt(of("violation").length));
        expect(head).to.equal(violationHead(of("violation").map(structHashOf)));
        const warnings = await u.watch.queryFilter(u.watch.filters.NearBound(u.delivery));
        expect(warnings.map(({ args }) => args.sequence)).to.deep.equal(
          of("near").map(({ header }) => header.sequence),
        );
      }),
      { numRuns: 25 },
    ));
});
