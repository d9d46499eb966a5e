import { expect } from "chai";
import { describe, it } from "mocha";
import { cycleRange, healthRange, lineOfHealth } from "../../dashboard/src/series/health.js";
import type { HistoryColumns } from "../../dashboard/src/verify/history.js";
import { thinned } from "../../dashboard/src/views/report/thinned.js";
import { ticksOf } from "../../dashboard/src/views/report/ticks.js";

function history(cycles: readonly number[], ah: readonly number[], more: Partial<HistoryColumns> = {}): HistoryColumns {
  return {
    cycles: Float64Array.from(cycles),
    sequences: Float64Array.from(cycles),
    timestampsS: Float64Array.from(cycles),
    dischargeAh: Float64Array.from(ah),
    dischargeWh: Float64Array.from(ah),
    corrected: [],
    scope: "complete",
    ratedAh: 2,
    chemistry: "NCA",
    ...more,
  };
}

describe("dashboard: the health curve", () => {
  it("draws health in per cent of the rated capacity and breaks the line at missing cycles", () => {
    const line = lineOfHealth(history([1, 2, 5], [2, 1.9, 1.5]));
    expect(line.cycles).to.deep.equal([1, 2, 3, 5]);
    expect(line.healths).to.deep.equal([100, 95, null, 75]);
    expect(line.indexes).to.deep.equal([0, 1, null, 2]);
    expect(line.gaps).to.deep.equal([{ from: 3, to: 4 }]);
    expect([line.lowest, line.highest]).to.deep.equal([75, 100]);
  });

  it("marks a corrected cycle with its first value and the one that counts", () => {
    const corrected = [
      {
        index: 1,
        earlier: [
          { sequence: 2, dischargeAh: 1 },
          { sequence: 4, dischargeAh: 1.2 },
        ],
        reason: 1 as const,
      },
    ];
    const line = lineOfHealth(history([1, 2, 3], [2, 1.8, 1.7], { corrected }));
    expect(line.corrections).to.deep.equal([{ cycle: 2, earlier: 50, latest: 90 }]);
    expect(line.lowest, "the earlier value is drawn too").to.equal(50);
  });

  it("keeps the rated capacity and the end of life in sight", () => {
    const line = lineOfHealth(history([1, 2], [1.9, 1.8]));
    const [low, high] = healthRange(line, { endOfLife: 60, reach: null });
    expect(low).to.be.within(50, 60);
    expect(high).to.be.greaterThan(100);
    expect(healthRange(line, { endOfLife: null, reach: null })[0]).to.be.greaterThan(85);
  });

  it("makes room for the expected end of life, but not without bounds", () => {
    const line = lineOfHealth(history([0, 100], [2, 1.8]));
    const to = (p90: number) => cycleRange(line, { endOfLife: 80, reach: { p10: 120, p50: 130, p90 } })[1];
    expect(to(150)).to.be.within(150, 155);
    expect(to(100_000)).to.be.lessThan(230);
    expect(cycleRange(line, { endOfLife: 80, reach: null })).to.deep.equal([0, 100]);
  });
});

describe("dashboard: the printed curve", () => {
  it("keeps short lines as they are", () => {
    const points = [{ x: 0, y: 1 }, null, { x: 2, y: 3 }];
    expect(thinned(points, 10)).to.deep.equal(points);
  });

  it("thins long lines without losing an outlier or a break", () => {
    const points = Array.from({ length: 50_000 }, (_, x) =>
      x === 20_000 ? null : { x, y: x === 33_333 ? -7 : x === 44_444 ? 9 : Math.sin(x) },
    );
    const kept = thinned(points, 1_000);
    expect(kept.length).to.be.lessThan(1_100);
    expect(kept.filter((point) => point === null)).to.have.length(1);
    const heights = kept.map((point) => point?.y ?? 0);
    expect([Math.min(...heights), Math.max(...heights)]).to.deep.equal([-7, 9]);
    const places = kept.flatMap((point) => point?.x ?? []);
    expect(places).to.deep.equal([...places].sort((one, other) => one - other));
  });

  it("puts round numbers along its axes", () => {
    expect(ticksOf([57, 103], 5)).to.deep.equal([60, 70, 80, 90, 100]);
    expect(ticksOf([0, 1_240], 8)).to.deep.equal([0, 200, 400, 600, 800, 1_000, 1_200]);
    expect(ticksOf([3, 3], 5)).to.deep.equal([]);
  });
});
