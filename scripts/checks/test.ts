// `npm test [-- SUITE …]`: prepares what tests need, runs every suite, two at a time, and ends with one line of counts.
import { availableParallelism } from "node:os";
import { ROOT } from "./repository.js";
import { countLine, type Outcome } from "./tests/outcome.js";
import { runSuite, type SuiteResult } from "./tests/runSuite.js";
import { findSuites } from "./tests/suites.js";
import { runTool } from "./tool.js";

/** More would only slow each other down on the two cores that most machines for checks have. */
const MOST_AT_ONCE = 2;

const wanted = process.argv.slice(2);
const suites = findSuites(ROOT, wanted);
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0 || suites.length === 0) {
  const known = findSuites(ROOT).map(({ name }) => name);
  console.error(`No suite named ${unknown.join(", ") || "anything"}; there are: ${known.join(", ")}`);
  process.exit(2);
}

const prepared: Outcome[] = [];
for (const { name, command, args } of [
  { name: "Compiling contracts", command: "hardhat", args: ["build", "--quiet", "--no-typechain"] },
  { name: "Bundling the command line", command: "node", args: ["scripts/bundle/makeBundle.js"] },
  { name: "Building the page", command: "vite", args: ["build", "dashboard", "--logLevel", "warn"] },
]) {
  console.log(name);
  const { ok, output } = runTool(command, args);
  if (ok) continue;
  console.log(`${output}\n✗ ${name}: failed`);
  prepared.push({ passed: 0, failed: 1, skipped: [] });
}

console.log(`Running ${suites.length} suites: ${suites.map(({ name }) => name).join(", ")}\n`);
const results: SuiteResult[] = [];
const waiting = [...suites];
const worker = async () => {
  for (let suite = waiting.shift(); suite; suite = waiting.shift()) {
    const result = await runSuite(ROOT, suite);
    results.push(result);
    print(result);
  }
};
await Promise.all(Array.from({ length: Math.min(MOST_AT_ONCE, availableParallelism()) }, worker));

const outcomes = [...prepared, ...results.map(({ outcome }) => outcome)];
console.log(`\n${countLine(outcomes)}`);
process.exitCode = outcomes.some(({ failed }) => failed > 0) ? 1 : 0;

function print({ suite, outcome, output, elapsedS }: SuiteResult): void {
  const failed = outcome.failed > 0;
  if (failed) console.log(output);
  console.log(`${failed ? "✗" : "✓"} ${suite.name}: ${countLine([outcome])} (${elapsedS.toFixed(1)} s)`);
  for (const { title, reason } of outcome.skipped) console.log(`  skipped: ${title}: ${reason}`);
}
