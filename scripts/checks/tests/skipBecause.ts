import type { Context, Runnable, Suite, Test } from "mocha";

const IN_TITLE = /\bskipped: ([^)]+)/;
const REGISTRY = Symbol.for("wattproof.skipReasons");

const shared = globalThis as { [REGISTRY]?: WeakMap<object, string> };
/** Kept with the process: mocha may load this module a second time for the tests. */
const reasons = shared[REGISTRY] ?? new WeakMap<object, string>();
shared[REGISTRY] = reasons;

/**
 * Skips the running test, or in a `before` hook its whole suite, for a reason that the run prints. The only way to skip
 * a test here: `npm test` counts a skipped test without a reason as failed.
 * @param context The `this` of the test or hook.
 * @param reason What is missing on this machine and how to get it.
 */
export function skipBecause(context: Context, reason: string): never {
  const { test, currentTest } = context;
  // In a `before` hook mocha's current test is the suite's first, but all of them are skipped.
  const skipped = test && isBeforeAll(test) ? test.parent : (currentTest ?? test);
  if (skipped) reasons.set(skipped, reason);
  return context.skip();
}

/** Why a test was skipped: by `skipBecause`, or by a title with `skipped: …`; its own or that of a suite around it. */
export function skipReasonOf(test: Test): string | undefined {
  for (let at: Test | Suite | undefined = test; at; at = at.parent) {
    const reason = reasons.get(at) ?? IN_TITLE.exec(at.title)?.[1];
    if (reason) return reason;
  }
  return undefined;
}

function isBeforeAll(runnable: Runnable): boolean {
  return runnable.title.startsWith('"before all" hook');
}
