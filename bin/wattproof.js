#!/usr/bin/env node
// Starts the `wattproof` command line. Plain JavaScript, and nothing newer than Node 20 knows: it must run before the
// right Node does. Hardhat and node:sqlite need Node 22.13; a clone brings one along as the npm package `node`.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { currentBundle } from "../scripts/bundle/currentBundle.js";

const OLDEST_NODE = [22, 13];
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

function nodeIsRecentEnough() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

/** Path of the Node that came with `npm install`, or undefined. */
function packagedNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve("node/package.json");
    const path = join(dirname(manifest), "bin", process.platform === "win32" ? "node.exe" : "node");
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Hands over to `node` and takes on its exit code. The child answers a signal that it gets twice only once. */
function handOver(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => refuse(`The packaged Node could not be started (${error.message}).`));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

function refuse(what) {
  const next = "Run `npm install` again in this directory, or use Node 22.13 or newer.";
  const facts = { node: process.versions.node };
  if (process.argv.includes("--json")) {
    console.log(JSON.stringify({ error: { code: "NodeTooOld", message: what, next, facts } }, null, 2));
  } else {
    console.error(`error NodeTooOld: ${what}\nnext: ${next}`);
  }
  process.exit(1);
}

/** The command line: bundled if none of its sources has changed since, else as they are now. */
async function loadCommandLine() {
  const bundle = currentBundle();
  if (bundle) {
    // Only stack traces need them, and they cost time.
    process.setSourceMapsEnabled(process.argv.includes("--verbose"));
    return import(pathToFileURL(bundle).href);
  }
  const { register } = await import("tsx/esm/api");
  // By itself tsx obeys the tsconfig.json of whatever directory the user stands in, which may send imports anywhere.
  register({ tsconfig: fileURLToPath(new URL("../tsconfig.json", import.meta.url)) });
  return import("../scripts/wattproof.ts");
}

if (nodeIsRecentEnough()) {
  const { main } = await loadCommandLine();
  const exitCode = await main(process.argv.slice(2));
  // Not before both streams are written out; then at once, whatever a library may have left open.
  process.stdout.write("", () => process.stderr.write("", () => process.exit(exitCode)));
} else {
  const node = packagedNode();
  if (node) handOver(node);
  else
    refuse(`Wattproof needs Node 22.13 or newer, this is ${process.versions.node}, and no packaged Node is installed.`);
}
