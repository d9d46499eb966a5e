import { expect } from "chai";
import { describe, it } from "mocha";
import type { Cycle, SeriesPoint } from "../../api/types.js";
import { barsOfDays, barsOfIntervals, type DayOf, sumOfBars } from "../../dashboard/src/series/bars.js";
import { lineOfCycles } from "../../dashboard/src/series/cycles.js";
import { needsDays, seriesPath, shifted, spanOf } from "../../dashboard/src/series/span.js";

const HOUR_S = 3_600;
const DAY_S = 86_400;
const utcDay: DayOf = (timestampS) => {
  const startS = Math.floor(timestampS / DAY_S) * DAY_S;
  return { startS, endS: startS + DAY_S };
};

function hour(index: number, state: SeriesPoint["state"] = "settled"): SeriesPoint {
  return {
    startS: String(index * HOUR_S),
    endS: String((index + 1) * HOUR_S),
    importWh: String(100 + index),
    exportWh: String(index),
    importRegisterWh: "0",
    exportRegisterWh: "0",
    recordHash: `0x${index.toString(16).padStart(64, "0")}`,
    state,
  };
}

describe("dashboard: bars of a series", () => {
  const hours = barsOfIntervals(Array.from({ length: 30 }, (_, index) => hour(index)));

  it("makes one bar of each interval", () => {
    expect(hours).to.have.length(30);
    expect(hours[3]).to.include({ startS: 3 * HOUR_S, endS: 4 * HOUR_S, fedInWh: 3, takenWh: 103, intervals: 1 });
  });

  it("sums intervals into the day in which they begin", () => {
    const days = barsOfDays(hours, utcDay);
    expect(days.map(({ intervals }) => intervals)).to.deep.equal([24, 6]);
    expect(days[1]).to.include({ startS: DAY_S, endS: 2 * DAY_S });
    expect(sumOfBars(days)).to.deep.equal(sumOfBars(hours));
  });

  it("shows a day in the weakest state of its intervals", () => {
    const mixed = barsOfIntervals([hour(0), hour(1, "anchored"), hour(2)]);
    expect(barsOfDays(mixed, utcDay)[0]?.state).to.equal("anchored");
  });

  it("leaves days without a reading out, so that a gap stays a gap", () => {
    const days = barsOfDays(barsOfIntervals([hour(0), hour(72)]), utcDay);
    expect(days.map(({ startS }) => startS)).to.deep.equal([0, 3 * DAY_S]);
  });

  it("stands days for intervals once these are thinner than two pixels", () => {
    expect(needsDays(168, 1_000)).to.equal(false);
    expect(needsDays(720, 1_000)).to.equal(true);
  });
});

describe("dashboard: span of time", () => {
  const noonS = new Date(2016, 7, 17, 12).getTime() / 1000;
  const midnight = (day: number) => new Date(2016, 7, day).getTime() / 1000;

  it("ends with the day of the latest reading", () => {
    expect(spanOf("day", noonS)).to.deep.equal({ fromS: midnight(17), toS: midnight(18) });
    expect(spanOf("week", noonS)).to.deep.equal({ fromS: midnight(11), toS: midnight(18) });
  });

  it("counts a reading that ends at midnight to the day before", () => {
    expect(spanOf("day", midnight(18))).to.deep.equal({ fromS: midnight(17), toS: midnight(18) });
  });

  it("goes back by whole ranges without overlap", () => {
    expect(spanOf("week", noonS, 1)?.toS).to.equal(spanOf("week", noonS)?.fromS);
    expect(shifted({ fromS: 10, toS: 20 }, -1)).to.deep.equal({ fromS: 0, toS: 10 });
  });

  it("asks for ends of intervals after its beginning, and for everything without a span", () => {
    expect(seriesPath("0xab", { fromS: 100, toS: 200 })).to.equal("api/meters/0xab/series?fromS=101&toS=200");
    expect(seriesPath("0xab", spanOf("all", noonS))).to.equal("api/meters/0xab/series");
  });
});

describe("dashboard: line of cycles", () => {
  const hash = (number: number) => `0x${number.toString(16).padStart(64, "0")}` as const;
  const cycle = (dischargeCount: number, changes: Partial<Cycle> = {}) =>
    ({
      recordHash: hash(dischargeCount),
      dischargeCount: String(dischargeCount),
      dischargeMicroAh: "1500000",
      supersedes: null,
      supersededBy: null,
      ...changes,
    }) as Cycle;

  it("breaks where cycles are missing and names them", () => {
    const line = lineOfCycles([cycle(1), cycle(2), cycle(5)]);
    expect(line.gaps).to.deep.equal([{ from: 3, to: 4 }]);
    expect(line.dischargedAh).to.deep.equal([1.5, 1.5, null, 1.5]);
    expect(line.indexes).to.deep.equal([0, 1, null, 2]);
  });

  it("is whole without a gap", () => {
    expect(lineOfCycles([cycle(1), cycle(2)]).gaps).to.deep.equal([]);
  });

  it("shows a corrected cycle once, in its place and by its last correction", () => {
    const correction = cycle(2, { recordHash: hash(99), supersedes: hash(1), dischargeMicroAh: "1400000" });
    const line = lineOfCycles([cycle(1, { supersededBy: hash(99) }), cycle(2), correction, cycle(3)]);
    expect(line.numbers).to.deep.equal([1, 2, 3]);
    expect(line.dischargedAh).to.deep.equal([1.4, 1.5, 1.5]);
    expect(line.indexes).to.deep.equal([2, 1, 3]);
  });

  it("passes over a record of a charge alone", () => {
    expect(lineOfCycles([cycle(1), cycle(1, { recordHash: hash(77) }), cycle(2)]).numbers).to.deep.equal([1, 2]);
  });
});
