import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { EdgeRule, type Hex, type SensorReading, SignedBy, TimeSource, ZERO_HASH } from "../../../protocol/index.js";

const delivery: Hex = `0x${"de".repeat(32)}`;
const condition = { field: "temperature", minMilli: -25_000n, maxMilli: 8_000n };

function ruleWith(heartbeatS = 100n): EdgeRule {
  return new EdgeRule({ delivery, condition, warnMarginMilli: 500n, heartbeatS });
}

function reading(sequence: number, timestampS: number, valueMilli: bigint): SensorReading {
  const header = {
    device: ZERO_HASH,
    sequence: BigInt(sequence),
    timestampS: BigInt(timestampS),
    timeSource: TimeSource.Device,
    signedBy: SignedBy.Device,
    link: ZERO_HASH,
  };
  return { type: "SensorReading", header, field: "temperature", valueMilli };
}

describe("the edge rule", () => {
  it("reports every violation, and the first reading of each approach to a bound", () => {
    const rule = ruleWith();
    const values = [0n, 7_400n, 7_500n, 7_600n, 8_001n, 7_900n, 9_000n, 0n, -24_600n, -24_700n, -25_001n];
    const decisions = values.map((value, index) => rule.take(reading(index + 1, index, value)));
    expect(decisions.map(({ isReported }) => isReported)).to.deep.equal([
      ...[false, false, true, false, true, false, true, false, true, false, true],
    ]);
    expect(decisions.map(({ verdict }) => verdict.charAt(0)).join("")).to.equal("oonnvnvonnv");
  });

  it("has a summary ready twice within the longest silence, from the first reading on", () => {
    const rule = ruleWith(100n);
    const due = [0, 10, 49, 50, 60, 100, 400, 401].map((atS, index) => rule.take(reading(index + 1, atS, 0n)));
    expect(due.map(({ isSummaryDue }) => isSummaryDue)).to.deep.equal([
      ...[true, false, false, true, false, true, true, false],
    ]);
  });

  it("makes no summary due where nobody asks", () => {
    const rule = ruleWith(0n);
    for (const index of [1, 2, 3]) expect(rule.take(reading(index, index * 1_000, 0n)).isSummaryDue).to.equal(false);
  });

  it("counts what it spares the chain: all readings, all violations, the least and the greatest", () => {
    const value = fc.bigInt({ min: -40_000n, max: 40_000n });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (values) => {
        const rule = ruleWith();
        const decisions = values.map((each, index) => rule.take(reading(index + 1, index, each)));
        const sorted = [...values].sort((a, b) => (a < b ? -1 : 1));
        const broken = values.filter((each) => each < condition.minMilli || each > condition.maxMilli).length;
        const counted = { readings: BigInt(values.length), violations: BigInt(broken) };
        const range = { lowestMilli: sorted[0], highestMilli: sorted.at(-1), sequence: BigInt(values.length) };
        expect(rule.summary).to.deep.include({ delivery, field: "temperature", ...counted, ...range });
        expect(decisions.filter(({ verdict, isReported }) => verdict === "violation" && !isReported)).to.have.length(0);
      }),
    );
  });

  it("knows nothing before the first reading", () => {
    expect(ruleWith().summary).to.equal(undefined);
  });
});
