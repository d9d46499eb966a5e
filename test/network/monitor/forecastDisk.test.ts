import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { DiskSample } from "../../../network/monitor/diskHistory.js";
import { diskRates, forecastDisk, SHORTEST_SPAN_S, slopePerDay } from "../../../network/monitor/forecastDisk.js";

const DAY_S = 86_400;
const HOUR_S = 3600;
const GB = 1e9;

/** A sample each hour, of nodes that each use and leave so much at an hour. */
const hours = (count: number, at: (hour: number) => DiskSample["nodes"]): readonly DiskSample[] =>
  Array.from({ length: count + 1 }, (_, hour) => ({ atS: 1_800_000_000 + HOUR_S * hour, nodes: at(hour) }));

/** Of a node that shares its file system with these. */
const forecast = (history: readonly DiskSample[], name: string, sharing: readonly string[], freeBytes: number) =>
  forecastDisk(
    diskRates(history, name),
    sharing.map((each) => diskRates(history, each)),
    freeBytes,
  );

describe("how fast values rise", () => {
  it("is the slope of a line, whenever its points were taken", () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 30 * DAY_S }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(times, fc.integer({ min: -1000, max: 1000 }), (all, perSecond) => {
        const points = all.sort((a, b) => a - b).map((atS) => ({ atS, value: 5e12 + perSecond * atS }));
        const span = (points.at(-1)?.atS ?? 0) - (points[0]?.atS ?? 0);
        const slope = slopePerDay(points);
        if (span < SHORTEST_SPAN_S) expect(slope).to.equal(undefined);
        else expect(slope).to.be.closeTo(perSecond * DAY_S, 1e-3);
      }),
    );
  });

  it("is not bent by a single jump, wherever it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: -1e12, max: 1e12 }), (at, jump) => {
        const points = Array.from({ length: 21 }, (_, hour) => ({
          atS: HOUR_S * hour,
          value: 1000 * hour + (hour === at ? jump : 0),
        }));
        expect(slopePerDay(points)).to.be.closeTo(24_000, 6000);
      }),
    );
  });

  it("is not known of one moment, nor of less than an hour", () => {
    expect(slopePerDay([])).to.equal(undefined);
    expect(slopePerDay([{ atS: 1, value: 1 }])).to.equal(undefined);
    const points = (spanS: number) => [0, spanS].map((atS) => ({ atS, value: atS }));
    expect(slopePerDay(points(SHORTEST_SPAN_S - 1))).to.equal(undefined);
    expect(slopePerDay(points(SHORTEST_SPAN_S))).to.be.closeTo(DAY_S, 1e-6);
  });
});

describe("the forecast of a disk", () => {
  it("is what is left over what is taken a day", () => {
    const history = hours(48, (hour) => ({
      a: { usedBytes: GB * (100 + hour / 24), freeBytes: GB * (30 - hour / 24) },
    }));
    const { growthBytesPerDay, daysUntilFull } = forecast(history, "a", ["a"], 28 * GB);
    expect(growthBytesPerDay).to.be.closeTo(GB, 1);
    expect(daysUntilFull).to.be.closeTo(28, 1e-6);
  });

  it("counts what others take of the same file system", () => {
    const history = hours(24, (hour) => ({ a: { usedBytes: GB, freeBytes: GB * (100 - hour) } }));
    const { growthBytesPerDay, daysUntilFull } = forecast(history, "a", ["a"], 48 * GB);
    expect(growthBytesPerDay).to.equal(0);
    expect(daysUntilFull).to.be.closeTo(2, 1e-6);
  });

  it("sums what nodes on one file system grow by, even while something else makes room", () => {
    const history = hours(24, (hour) => ({
      a: { usedBytes: GB * hour, freeBytes: GB * (10 + hour) },
      b: { usedBytes: 2 * GB * hour, freeBytes: GB * (10 + hour) },
      c: { usedBytes: 9 * GB * hour, freeBytes: GB },
    }));
    expect(forecast(history, "a", ["a", "b"], 72 * GB).daysUntilFull).to.be.closeTo(1, 1e-6);
  });

  it("goes by the last day if that was the faster one", () => {
    const history = hours(7 * 24, (hour) => ({
      a: { usedBytes: GB * Math.max(0, hour - 6 * 24), freeBytes: GB * (500 - Math.max(0, hour - 6 * 24)) },
    }));
    expect(forecast(history, "a", ["a"], 240 * GB).daysUntilFull).to.be.closeTo(10, 0.1);
  });

  it("says nothing of a disk that gets no fuller, nor of a node without samples", () => {
    const history = hours(24, (hour) => ({ a: { usedBytes: GB * (99 - hour), freeBytes: GB * hour } }));
    expect(forecast(history, "a", ["a"], GB).daysUntilFull).to.equal(undefined);
    expect(forecast(history, "toString", ["toString"], GB)).to.deep.equal({
      growthBytesPerDay: undefined,
      daysUntilFull: undefined,
    });
  });

  it("never is below nothing, and never sooner with more left", () => {
    const reading = fc.record({ usedBytes: fc.nat(1e12), freeBytes: fc.nat(1e12) });
    const free = fc.nat(1e12);
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 30 }), free, free, (readings, one, other) => {
        const history = readings.map((each, hour) => ({ atS: HOUR_S * hour, nodes: { a: each } }));
        const [less, more] = [Math.min(one, other), Math.max(one, other)].map(
          (bytes) => forecast(history, "a", ["a"], bytes).daysUntilFull,
        );
        if (less === undefined || more === undefined) expect(less).to.equal(more);
        else expect(0 <= less && less <= more).to.equal(true);
      }),
    );
  });
});
