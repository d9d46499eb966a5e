// Generates the typed bindings anew and fails if they differ from what git holds.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./repository.js";
import { runTool } from "./tool.js";

const BINDINGS = "typechain-types";

// Bindings of a contract that no longer exists would stay behind otherwise. Only contracts that changed are compiled; tests of
// contracts have no bindings.
rmSync(join(ROOT, BINDINGS), { recursive: true, force: true });
const build = runTool("hardhat", ["build", "--quiet", "--no-tests"]);
if (!build.ok) {
  console.log(`${build.output}\n✗ The contracts do not compile, so there are no bindings to compare`);
  process.exit(1);
}
const changed = git(["status", "--porcelain", "--", BINDINGS])
  .split("\n")
  .filter((line) => line !== "")
  .filter((line) => !isReordered(line));
if (changed.length > 0) {
  console.log(changed.join("\n"));
  console.log("✗ The bindings do not fit the contracts: commit what was generated just now");
  process.exit(1);
}
console.log("✓ The bindings fit the contracts");

/** TypeChain lists contracts in whatever order it read them. Where nothing but order differs, git's version is put back. */
function isReordered(statusLine: string): boolean {
  const file = statusLine.slice(3);
  if (statusLine.slice(0, 2) !== " M") return false;
  const committed = git(["show", `:${file}`]);
  // Without indentation, which differs for the first of a list.
  const sorted = (text: string) =>
    text
      .split("\n")
      .map((line) => line.trim())
      .sort()
      .join("\n");
  if (sorted(committed) !== sorted(readFileSync(join(ROOT, file), "utf8"))) return false;
  writeFileSync(join(ROOT, file), committed);
  return true;
}

function git(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 });
  if (status === 0) return stdout;
  console.log(`${stderr}✗ The bindings are compared with what git holds: this needs a git clone`);
  process.exit(1);
}
