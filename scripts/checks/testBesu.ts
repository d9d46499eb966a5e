// `npm run test:besu [-- NAME …]`: runs networks of real Besu nodes, one file of test/besu after the other. Takes minutes.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { findBesu, hasDockerEngine } from "../../network/index.js";
import { WattproofError } from "../../protocol/index.js";
import { ROOT } from "./repository.js";
import { countLine, type Outcome } from "./tests/outcome.js";
import { runSuite } from "./tests/runSuite.js";
import { runTool } from "./tool.js";

const FOLDER = join("test", "besu");
const ENDING = ".test.ts";

const missing = await whatIsMissing();
if (missing !== undefined) {
  console.error(`✗ ${missing}`);
  console.log("0 passed, 1 failed");
  process.exit(1);
}

const wanted = process.argv.slice(2);
const names = readdirSync(join(ROOT, FOLDER))
  .filter((file) => file.endsWith(ENDING))
  .map((file) => file.slice(0, -ENDING.length));
const chosen = wanted.length === 0 ? names.sort() : wanted;
const unknown = chosen.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`No file named ${unknown.join(", ")}; there are: ${names.sort().join(", ")}`);
  process.exit(2);
}

const outcomes: Outcome[] = [];
for (const { title, command, args } of [
  { title: "Compiling contracts", command: "hardhat", args: ["build", "--quiet", "--no-typechain", "--no-tests"] },
  { title: "Bundling the command line", command: "node", args: ["scripts/bundle/makeBundle.js"] },
]) {
  console.log(title);
  const { ok, output } = runTool(command, args);
  if (ok) continue;
  console.log(`${output}\n✗ ${title}: failed`);
  outcomes.push({ passed: 0, failed: 1, skipped: [] });
}
for (const name of chosen) {
  const files = [join(FOLDER, `${name}${ENDING}`)];
  const { outcome, output, elapsedS } = await runSuite(ROOT, { name: `besu/${name}`, runner: "runMocha.ts", files });
  outcomes.push(outcome);
  console.log(
    `${output}\n${outcome.failed > 0 ? "✗" : "✓"} ${name}: ${countLine([outcome])} (${elapsedS.toFixed(1)} s)`,
  );
}
console.log(`\n${countLine(outcomes)}`);
process.exitCode = outcomes.some(({ failed }) => failed > 0) ? 1 : 0;

/** Not skipped: whoever asks for these tests wants to know that they ran. */
async function whatIsMissing(): Promise<string | undefined> {
  try {
    findBesu();
    return undefined;
  } catch (error) {
    if (!(error instanceof WattproofError)) throw error;
    return (await hasDockerEngine()) ? undefined : `${error.message} No Docker engine answers either. ${error.next}`;
  }
}
