import { spawnSync } from "node:child_process";
import { join } from "node:path";

/**
 * Runs a script of this folder in a process of its own, so that neither its memory nor its compiled code is anybody
 * else's, and returns the JSON that it prints.
 */
export function runChild<T>(script: string, ...args: readonly string[]): T {
  const file = join(import.meta.dirname, script);
  const run = spawnSync(process.execPath, ["--import", "tsx", file, ...args], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`${script} ${args.join(" ")} ended with ${run.status}\n${run.stderr}`);
  return JSON.parse(run.stdout);
}
