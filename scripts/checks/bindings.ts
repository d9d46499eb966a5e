// Generates the typed bindings anew and fails if they differ from what git holds.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./repository.js";
import { runTool } from "./tool.js";

const BINDINGS = "typechain-types";

// Bindings of a contract that no longer exists would stay behind otherwise.
rmSync(join(ROOT, BINDINGS), { recursive: true, force: true });
const build = runTool("hardhat", ["build", "--force", "--quiet"]);
if (!build.ok) {
  console.log(`${build.output}\n✗ The contracts do not compile, so there are no bindings to compare`);
  process.exit(1);
}
const status = spawnSync("git", ["status", "--porcelain", "--", BINDINGS], { cwd: ROOT, encoding: "utf8" });
const changed = status.stdout.trim();
if (status.status !== 0 || changed) {
  console.log(`${status.stderr}${changed}`);
  console.log("✗ The bindings do not fit the contracts: commit what was generated just now");
  process.exit(1);
}
console.log("✓ The bindings fit the contracts");
