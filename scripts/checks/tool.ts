import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { ROOT } from "./repository.js";

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs a program of node_modules/.bin at the repository's root. */
export function runTool(command: string, args: readonly string[]): { readonly ok: boolean; readonly output: string } {
  const bin = join(ROOT, "node_modules", ".bin");
  const run = spawnSync(join(bin, command), args, {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: MAX_OUTPUT_BYTES,
    env: { ...process.env, NO_COLOR: "1", PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` },
  });
  const output = `${run.stdout ?? ""}${run.stderr ?? ""}${run.error ? `\n${run.error.message}` : ""}`.trim();
  return { ok: run.status === 0, output };
}
