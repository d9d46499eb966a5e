import { spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PageBuildFailed } from "./errors.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PAGE = join(ROOT, "dashboard", "dist");
/** What the page is made of. */
const SOURCES = [
  "dashboard/src",
  "dashboard/index.html",
  "dashboard/vite.config.ts",
  "protocol",
  "evidence",
  "typechain-types",
];

/**
 * Builds the page unless a build newer than its sources is there; another process does it, so that the chain can start
 * meanwhile. Returns the folder to serve. Throws `PageBuildFailed`.
 */
export async function ensurePage(): Promise<string> {
  const index = join(PAGE, "index.html");
  const builtAtMs = existsSync(index) ? statSync(index).mtimeMs : 0;
  if (builtAtMs < Math.max(...SOURCES.map((source) => newestMs(join(ROOT, source))))) await build();
  return PAGE;
}

function newestMs(path: string): number {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return 0;
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}

function build(): Promise<void> {
  const vite = join(dirname(createRequire(import.meta.url).resolve("vite/package.json")), "bin", "vite.js");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vite, "build", "dashboard", "--logLevel", "error"], {
      cwd: ROOT,
      stdio: ["ignore", "ignore", "pipe"],
      // The complaint becomes one sentence of an error: no colours.
      env: { ...process.env, NO_COLOR: "1" },
    });
    let complaint = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaint += text;
    });
    child.once("error", (cause) => reject(new PageBuildFailed(cause.message)));
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new PageBuildFailed(complaint.replace(/\s+/g, " ").trim())),
    );
  });
}
