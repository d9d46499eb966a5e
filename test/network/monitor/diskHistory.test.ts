import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  type DiskSample,
  HISTORY_S,
  MOST_SAMPLES,
  SAMPLE_EVERY_S,
  withSample,
} from "../../../network/monitor/diskHistory.js";

const sample = (atS: number): DiskSample => ({ atS, nodes: { a: { usedBytes: atS, freeBytes: 1 } } });
const taken = (times: readonly number[]) =>
  times.reduce<readonly DiskSample[]>((history, atS) => withSample(history, sample(atS)), []);
const timesOf = (history: readonly DiskSample[]) => history.map(({ atS }) => atS);

describe("the history of disks", () => {
  it("keeps no two samples of one minute", () => {
    expect(timesOf(taken([0, 1, 59, 60, 119, 120]))).to.deep.equal([0, 60, 120]);
  });

  it("forgets what is older than a week, and what a clock that was set back makes future", () => {
    expect(timesOf(taken([0, 100, HISTORY_S + 50]))).to.deep.equal([100, HISTORY_S + 50]);
    expect(timesOf(taken([5000, 9000, 6000]))).to.deep.equal([5000, 6000]);
  });

  it("stays within its bound, in order, with the newest, whenever samples are taken", () => {
    const waits = fc.array(fc.integer({ min: SAMPLE_EVERY_S, max: 20_000 }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(waits, (all) => {
        let nowS = 1_800_000_000;
        let history: readonly DiskSample[] = [];
        for (const waitS of all) {
          nowS += waitS;
          history = withSample(history, sample(nowS));
          expect(history.length).to.be.at.most(MOST_SAMPLES);
          expect(history.at(-1)?.atS).to.equal(nowS);
        }
        const times = timesOf(history);
        expect(times).to.deep.equal([...new Set(times)].sort((a, b) => a - b));
        expect(nowS - (times[0] ?? 0)).to.be.at.most(HISTORY_S);
      }),
      { numRuns: 30 },
    );
  });

  it("spreads over the whole week, though a sample is taken each minute", () => {
    const times = timesOf(taken(Array.from({ length: 7 * 24 * 60 }, (_, minute) => 60 * minute)));
    expect(times).to.have.length(MOST_SAMPLES);
    expect(times[0]).to.equal(0);
    const even = HISTORY_S / MOST_SAMPLES;
    const gaps = times.slice(1).map((atS, at) => atS - (times[at] ?? 0));
    expect(Math.max(...gaps)).to.be.below(4 * even);
  });
});
