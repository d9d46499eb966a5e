import { expect } from "chai";
import { describe, it } from "mocha";
import type { HistoryColumns } from "../../dashboard/src/verify/history.js";
import { historyOf } from "../../dashboard/src/verify/history.js";
import { residualValueOf } from "../../dashboard/src/verify/value.js";
import { reachOf } from "../../dashboard/src/views/report/reachOf.js";
import { type EvidenceFigures, estimateValue, valueCycleOf } from "../../protocol/index.js";
import { reportOf } from "../protocol/support/verdict.js";
import { fadingWorld } from "./support/worlds.js";

const world = fadingWorld(60);
const { figures } = reportOf(world);
const { passport } = world.bundle;
const prices = { currency: "EUR", perKWhThroughput: 0.05, scrap: 1 };
const columnsOf = (of: EvidenceFigures | null) => historyOf(of as EvidenceFigures, passport) as HistoryColumns;
const answerTo = (endOfLife: number) =>
  residualValueOf({ kind: "value", history: columnsOf(figures), endOfLife, prices });

describe("dashboard: the residual value", () => {
  it("is what the method says of the same proven cycles", () => {
    const expected = estimateValue({
      cycles: (figures as EvidenceFigures).cycles.map(({ dischargeCount, dischargeMicroAh, dischargeMicroWh }) =>
        valueCycleOf({ cycle: Number(dischargeCount), dischargeMicroAh, dischargeMicroWh }),
      ),
      ratedCapacityAh: 2,
      endOfLife: 0.6,
      prices,
      chemistry: passport.chemistry,
    });
    expect(answerTo(0.6)).to.deep.equal({ kind: "estimated", estimate: expected });
  });

  it("is looked for beyond the last cycle on the chart, and nowhere once the life has ended", () => {
    const answer = answerTo(0.6);
    const reach = reachOf(answer);
    if (answer.kind !== "estimated" || reach === null) throw new TypeError("no estimate");
    const { lastCycle } = answer.estimate.evidence;
    expect(reach.p10).to.equal(lastCycle + answer.estimate.remainingCycles.p10);
    expect(reach.p10).to.be.lessThan(reach.p50);
    expect(reach.p50).to.be.lessThan(reach.p90);
    expect(reachOf(answerTo(0.9))).to.equal(null);
  });

  it("is refused by name where the method refuses, with the facts for the page's own words", () => {
    const columns = columnsOf(figures);
    const late = { ...columns, cycles: columns.cycles.map((cycle) => cycle + 100) };
    const answer = residualValueOf({ kind: "value", history: late, endOfLife: 0.6, prices });
    expect(answer).to.deep.include({ kind: "refused", code: "ValueHistoryStartMissing" });
    expect(answer).to.have.property("facts").that.deep.equals({ firstCycle: 103, latestFirstCycle: 10 });
    expect(reachOf(answer)).to.equal(null);
  });

  it("is refused for a part, whatever it holds", () => {
    const part = { ...columnsOf(figures), scope: "part" as const };
    const answer = residualValueOf({ kind: "value", history: part, endOfLife: 0.6, prices });
    expect(answer).to.deep.include({ kind: "refused", code: "ValueHistoryIsPart" });
  });
});
