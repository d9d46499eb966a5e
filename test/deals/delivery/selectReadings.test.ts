import { expect } from "chai";
import { describe, it } from "mocha";
import { type Delivery, type GivenReading, type ReadingsWish, selectReadings } from "../../../deals/index.js";
import { type Hex, type SensorReading, ZERO_HASH } from "../../../protocol/index.js";

const word = (digit: string): Hex => `0x${digit.repeat(64)}`;
const FREEZER = word("f");
const START_S = 1_000_000;

/** What the choice looks at: a watch on −25 to −15 °C that warns within half a degree, for a day. */
const DELIVERY = {
  delivery: word("d"),
  plan: { startS: START_S, endS: START_S + 86_400, heartbeatS: 0 },
  untilS: START_S + 86_400,
  watches: [
    {
      sensor: FREEZER,
      condition: { field: "temperature", minMilli: -25_000n, maxMilli: -15_000n },
      warnMarginMilli: 500n,
    },
    { sensor: FREEZER, condition: { field: "humidity", minMilli: 0n, maxMilli: 10_000n }, warnMarginMilli: 0n },
  ],
} as unknown as Delivery;

function given(sequence: number, valueMilli: bigint, change: { atS?: number; field?: string; device?: Hex } = {}) {
  const { atS = START_S + 60 * sequence, field = "temperature", device = FREEZER } = change;
  const header = {
    device,
    sequence: BigInt(sequence),
    timestampS: BigInt(atS),
    timeSource: 0,
    signedBy: 0,
    link: ZERO_HASH,
  } as const;
  const reading: SensorReading = { type: "SensorReading", header, field, valueMilli };
  const signed = { record: reading, previous: ZERO_HASH, salt: ZERO_HASH, signature: "0x" } as const;
  return { row: sequence + 1, signed, reading } satisfies GivenReading;
}

function choose(readings: readonly GivenReading[], change: Partial<ReadingsWish> = {}, of: object = {}) {
  const wish = { which: "edge", nowS: BigInt(START_S + 86_400), isSigned: () => true, ...change } as const;
  const { counting, wanted, leftOut } = selectReadings({ ...DELIVERY, ...of } as Delivery, readings, wish);
  return {
    wanted: wanted.map(({ reading, verdict }) => [Number(reading.header.sequence), verdict]),
    leftOut: leftOut.map(({ row, reason }) => [row, reason]),
    spared: counting.length - wanted.length,
  };
}

const COURSE = [-20_000n, -15_400n, -15_300n, -14_999n, -14_000n, -20_000n, -26_000n, -24_900n, -20_001n, -15_000n];
const course = COURSE.map((value, at) => given(at + 1, value));

describe("the choice of readings to report", () => {
  it("takes every violation, and the first reading of each approach to a bound", () => {
    expect(choose(course).wanted).to.deep.equal([
      [2, "near"],
      [4, "violation"],
      [5, "violation"],
      [7, "violation"],
      [10, "near"],
    ]);
    expect(choose(course).spared).to.equal(5);
  });

  it("goes by sequences, whatever order the readings come in, and tells by the clock", () => {
    expect(choose([...course].reverse())).to.deep.equal(choose(course));
  });

  it("adds a reading whenever a heartbeat wants a word, since no summary can be made of them", () => {
    const calm = [0, 600, 1200, 1800, 2400, 3600].map((atS, at) => given(at + 1, -20_000n, { atS: START_S + atS }));
    expect(choose(calm).wanted).to.deep.equal([]);
    const plan = { ...DELIVERY.plan, heartbeatS: 3600 };
    expect(choose(calm, {}, { plan }).wanted.map(([sequence]) => sequence)).to.deep.equal([1, 4, 6]);
  });

  it("adds the extremes, or takes everything, if it is asked to", () => {
    const calm = [-20_000n, -22_000n, -18_000n, -18_000n, -22_000n].map((value, at) => given(at + 1, value));
    expect(choose(calm, { which: "extremes" }).wanted.map(([sequence]) => sequence)).to.deep.equal([2, 3]);
    expect(choose(calm, { which: "all" })).to.include({ spared: 0 });
    expect(choose(calm, { which: "all" }).wanted).to.have.length(5);
    expect(choose([], { which: "extremes" }).wanted).to.deep.equal([]);
  });

  it("leaves out by name what would be refused, and judges the rest", () => {
    const untilS = START_S + 600;
    const readings = [
      given(1, -20_000n, { device: word("e") }),
      given(2, 1n, { field: "light" }),
      given(3, 0n, { atS: START_S - 1 }),
      given(4, 0n, { atS: untilS + 1 }),
      given(5, 0n, { atS: untilS }),
      given(5, 5_000n, { field: "humidity", atS: untilS }),
      given(6, 0n),
      given(7, 0n, { atS: START_S }),
    ];
    const isSigned = ({ reading }: GivenReading) => reading.header.sequence !== 6n;
    expect(choose(readings, { isSigned }, { untilS })).to.deep.equal({
      wanted: [
        [7, "violation"],
        [5, "violation"],
      ],
      leftOut: [
        [2, "ConditionWatchUnknownWatch"],
        [3, "ConditionWatchUnknownWatch"],
        [4, "ConditionWatchOutsideWindow"],
        [5, "ConditionWatchOutsideWindow"],
        [6, "SequenceRepeated"],
        [7, "SignatureInvalid"],
      ],
      spared: 0,
    });
  });

  it("leaves out what is dated later than the chain's time", () => {
    const chosen = choose([given(1, 0n), given(2, 0n)], { nowS: BigInt(START_S + 60) });
    expect(chosen).to.deep.include({ wanted: [[1, "violation"]], leftOut: [[3, "ConditionWatchInFuture"]] });
  });

  it("lets a reading that is not signed take no sequence from the one that is", () => {
    const [forged, real] = [given(1, 0n), given(1, -14_000n)];
    const chosen = choose([forged, real], { isSigned: (each) => each === real });
    expect(chosen.wanted).to.deep.equal([[1, "violation"]]);
    expect(chosen.leftOut).to.deep.equal([[2, "SignatureInvalid"]]);
  });
});
