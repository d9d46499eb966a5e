import { expect } from "chai";
import { describe, it } from "mocha";
import { untilAborted } from "../../demo/untilAborted.js";

describe("demo/untilAborted", () => {
  const outcome = (waiting: Promise<unknown>) => waiting.catch((error: unknown) => `thrown: ${error}`);
  const never = new Promise<never>(() => undefined);

  it("gives what the work comes to", async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(signal, Promise.resolve(7))).to.equal(7);
    expect(await outcome(untilAborted(signal, Promise.reject("broken")))).to.equal("thrown: broken");
  });

  it("throws the signal's reason, however long the work goes on", async () => {
    const stop = new AbortController();
    const waiting = outcome(untilAborted(stop.signal, never));
    stop.abort("stopped");
    expect(await waiting).to.equal("thrown: stopped");
    expect(await outcome(untilAborted(stop.signal, Promise.resolve(7)))).to.equal("thrown: stopped");
  });

  it("leaves no unhandled rejection of work that fails after the abort", async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => void unhandled.push(error);
    process.on("unhandledRejection", note);
    let fail = (_: unknown): void => undefined;
    const work = new Promise<never>((_, reject) => {
      fail = reject;
    });
    expect(await outcome(untilAborted(AbortSignal.abort("stopped"), work))).to.equal("thrown: stopped");
    fail("too late");
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", note);
    expect(unhandled).to.deep.equal([]);
  });
});
