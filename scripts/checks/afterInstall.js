// Runs after `npm install` in a clone (never in the published bindings): completes what an npm started
// by an older Node left out, then compiles the contracts and bundles the command line so that `npm start` begins at once.
// Plain JavaScript on purpose: it must run before anything else is known to work.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const GUARD = "WATTPROOF_SECOND_INSTALL";

function run(args, extraEnv = {}) {
  return spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...extraEnv } })
    .status;
}

/** Hardhat's engine declares Node >= 22; npm on Node 20 silently drops its platform package. */
function engineLoads() {
  const probe = "require('@nomicfoundation/edr')";
  return spawnSync(process.execPath, ["-e", probe], { cwd: root, stdio: "ignore" }).status === 0;
}

if (process.env[GUARD]) process.exit(0);

if (!engineLoads()) {
  if (!process.env.npm_execpath) {
    console.error("wattproof: Hardhat's engine is incomplete. Run `npm install` (not another package manager).");
    process.exit(1);
  }
  const flags = ["install", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund"];
  const status = run([process.env.npm_execpath, ...flags], { [GUARD]: "1" });
  if (status !== 0 || !engineLoads()) {
    console.error("wattproof: Hardhat's engine could not be installed. Try again with Node 22.13 or newer.");
    process.exit(1);
  }
}

const hardhat = createRequire(import.meta.url).resolve("hardhat/package.json");
const status = run([join(dirname(hardhat), "dist/src/cli.js"), "build", "--quiet", "--no-tests", "--no-typechain"]);
process.exit(status === 0 && run([join(root, "scripts", "bundle", "makeBundle.js")]) === 0 ? 0 : 1);
