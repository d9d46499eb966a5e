// Runs the mocha files given as arguments in this process. Started by test.ts, one process per suite.
import Mocha from "mocha";
import { report, type SkippedTest } from "./outcome.js";
import { skipReasonOf } from "./skipBecause.js";

/** Generous: two suites share two cores. */
const TIMEOUT_MS = 60_000;

const mocha = new Mocha({ timeout: TIMEOUT_MS, reporter: "spec", color: false });
for (const file of process.argv.slice(2)) mocha.addFile(file);
await mocha.loadFilesAsync();

const skipped: SkippedTest[] = [];
const runner = mocha.run((failed) => {
  report({ passed: runner.stats?.passes ?? 0, failed, skipped });
  process.exitCode = failed > 0 ? 1 : 0;
});
runner.on("pending", (test: Mocha.Test) => {
  skipped.push({ title: test.fullTitle(), reason: skipReasonOf(test) });
});
