import { fork } from "node:child_process";
import { join } from "node:path";
import type { Outcome } from "./outcome.js";
import type { Suite } from "./suites.js";

export interface SuiteResult {
  readonly suite: Suite;
  readonly outcome: Outcome;
  /** Everything the suite printed, and what the runner has to say about it. */
  readonly output: string;
  readonly elapsedS: number;
}

/** A suite that runs longer hangs. */
const LONGEST_RUN_MS = 20 * 60_000;
/** How long a process may live on after its last test; longer means that a test left something open. */
const LONGEST_END_MS = 20_000;

/** Runs a suite in a process of its own. A process that crashes, hangs or does not end counts as one failed test. */
export function runSuite(root: string, suite: Suite): Promise<SuiteResult> {
  const startedMs = performance.now();
  const script = join(root, "scripts", "checks", "tests", suite.runner);
  const child = fork(script, [...suite.files], { cwd: root, silent: true, execArgv: ["--import", "tsx"] });
  let output = "";
  let outcome: Outcome | undefined;
  let killedFor: string | undefined;

  const killAfter = (ms: number, reason: string) =>
    setTimeout(() => {
      killedFor = reason;
      child.kill("SIGKILL");
    }, ms);
  let timer = killAfter(LONGEST_RUN_MS, `took longer than ${LONGEST_RUN_MS / 60_000} minutes and was stopped`);

  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.on("message", (message) => {
    outcome = message as Outcome;
    clearTimeout(timer);
    timer = killAfter(LONGEST_END_MS, "did not end after its last test: something is still open");
  });

  return new Promise((resolve) => {
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      const base = outcome ?? { passed: 0, failed: 0, skipped: [] };
      const ranNothing = base.passed + base.failed + base.skipped.length === 0;
      const brokeOff = outcome ? undefined : `broke off (${signal ?? `exit code ${code}`})`;
      const fault = killedFor ?? brokeOff ?? (ranNothing ? "ran no tests" : undefined);
      const unexplained = base.skipped.filter(({ reason }) => reason === undefined);
      const faults = [
        ...(fault ? [`The suite ${suite.name} ${fault}.`] : []),
        ...unexplained.map(({ title }) => `Skipped without a reason (use skipBecause): ${title}`),
      ];
      resolve({
        suite,
        outcome: {
          ...base,
          failed: base.failed + faults.length,
          skipped: base.skipped.filter(({ reason }) => reason !== undefined),
        },
        output: [output, ...faults].join("\n"),
        elapsedS: (performance.now() - startedMs) / 1000,
      });
    });
  });
}
