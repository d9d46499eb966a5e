import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { askValue } from "../../dashboard/src/verify/askValue.js";
import { stopChecks } from "../../dashboard/src/verify/client.js";
import { type HistoryColumns, historyOf } from "../../dashboard/src/verify/history.js";
import type { JobMessage } from "../../dashboard/src/verify/jobs.js";
import { residualValueOf, type ValueJob } from "../../dashboard/src/verify/value.js";
import { reportOf } from "../protocol/support/verdict.js";
import { fadingWorld } from "./support/worlds.js";

const world = fadingWorld(60);
const history = historyOf(reportOf(world).figures as never, world.bundle.passport) as HistoryColumns;
const job: ValueJob = {
  kind: "value",
  history,
  endOfLife: 0.6,
  prices: { currency: "EUR", perKWhThroughput: 0.05, scrap: 1 },
};

type Started = (worker: FakeWorker, message: JobMessage) => void;

/** A worker of the page that does with each job what a test says. */
class FakeWorker extends EventTarget {
  static readonly started: FakeWorker[] = [];
  static onJob: Started = () => {};
  isTerminated = false;

  constructor() {
    super();
    FakeWorker.started.push(this);
  }

  postMessage(message: JobMessage): void {
    queueMicrotask(() => FakeWorker.onJob(this, message));
  }

  terminate(): void {
    this.isTerminated = true;
  }

  say(data: unknown): void {
    if (!this.isTerminated) this.dispatchEvent(new MessageEvent("message", { data }));
  }
}

/** Estimates, as the page's worker does. */
const estimate: Started = (worker, { id, job: asked }) =>
  worker.say({ id, answer: residualValueOf(asked as ValueJob) });

describe("dashboard: a value that is estimated beside the page", () => {
  const before = globalThis.Worker;

  beforeEach(() => {
    FakeWorker.started.length = 0;
    globalThis.Worker = FakeWorker as never;
  });

  afterEach(() => {
    stopChecks();
    globalThis.Worker = before;
  });

  it("is what the method says", async () => {
    FakeWorker.onJob = estimate;
    expect(await askValue(job)).to.deep.equal(residualValueOf(job));
  });

  it("comes all the same where the reader stops another check meanwhile", async () => {
    let asked = 0;
    FakeWorker.onJob = (worker, message) => {
      asked += 1;
      if (asked <= 2) stopChecks();
      else estimate(worker, message);
    };
    expect(await askValue(job)).to.deep.equal(residualValueOf(job));
    expect(FakeWorker.started.map(({ isTerminated }) => isTerminated)).to.deep.equal([true, true, false]);
  });

  it("is refused by name where its estimate crashes", async () => {
    FakeWorker.onJob = (worker, { id }) => worker.say({ id, crash: "out of memory" });
    const answer = await askValue(job);
    expect(answer).to.include({ kind: "refused", code: "CheckStopped" });
    expect(answer).to.have.property("message").that.includes("out of memory");
  });

  it("is refused by name where the worker itself does not run, and is estimated by the next one", async () => {
    FakeWorker.onJob = (worker) => worker.dispatchEvent(Object.assign(new Event("error"), { message: "not loaded" }));
    expect(await askValue(job)).to.include({ kind: "refused", code: "CheckStopped" });
    FakeWorker.onJob = estimate;
    expect(await askValue(job)).to.deep.equal(residualValueOf(job));
  });
});
