import type { Context, Runnable, Suite, Test } from "mocha";

const reasons = new WeakMap<object, string>();
const IN_TITLE = /\bskipped: (.+)$/;

/**
 * Skips the running test, or in a `before` hook its whole suite, for a reason that the run prints. The only way to skip
 * a test here: `npm test` counts a skipped test without a reason as failed.
 * @param context The `this` of the test or hook.
 * @param reason What is missing on this machine and how to get it.
 */
export function skipBecause(context: Context, reason: string): never {
  const runnable = context.currentTest ?? context.test;
  const skipped = runnable && isHook(runnable) ? runnable.parent : runnable;
  if (skipped) reasons.set(skipped, reason);
  return context.skip();
}

/** Why a test was skipped: by `skipBecause`, or by a title that ends in `skipped: …`; its own or that of a suite around it. */
export function skipReasonOf(test: Test): string | undefined {
  for (let at: Test | Suite | undefined = test; at; at = at.parent) {
    const reason = reasons.get(at) ?? IN_TITLE.exec(at.title)?.[1];
    if (reason) return reason;
  }
  return undefined;
}

/** mocha's types do not tell it, its objects do. */
function isHook(runnable: Runnable): boolean {
  return "type" in runnable && runnable.type === "hook";
}
