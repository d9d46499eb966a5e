import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { birthOf } from "./birth.js";
import { PidFileInvalid } from "./errors.js";

/** Where a network's folder keeps what is true of this machine now: ids of processes, and what they printed. */
export const RUN_FOLDER = "run";

export type NodeProcess =
  | { readonly state: "running"; readonly pid: number }
  /** Nothing was started here, or it was stopped. */
  | { readonly state: "stopped" }
  /** It was started here and ended without being told to. */
  | { readonly state: "ended"; readonly pid: number }
  /** Its id belongs to another process by now. */
  | { readonly state: "reused"; readonly pid: number };

const PID = /^[1-9][0-9]{0,9}$/;

export function pidFile(network: string, node: string): string {
  return join(network, RUN_FOLDER, `${node}.pid`);
}

/** Remembers a process that was just started; the second line tells it from a later one of the same id. */
export function rememberProcess(network: string, node: string, pid: number): void {
  const path = pidFile(network, node);
  const draft = `${path}.${process.pid}`;
  mkdirSync(join(network, RUN_FOLDER), { recursive: true, mode: 0o700 });
  writeFileSync(draft, `${pid}\n${birthOf(pid) ?? ""}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

export function forgetProcess(network: string, node: string): void {
  rmSync(pidFile(network, node), { force: true });
}

/** What became of the process that was started for a node. Throws `PidFileInvalid`. */
export function processOf(network: string, node: string): NodeProcess {
  const path = pidFile(network, node);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { state: "stopped" };
    throw new PidFileInvalid(path, node, error);
  }
  const [first = "", birth = ""] = text.split("\n");
  if (!PID.test(first)) throw new PidFileInvalid(path, node);
  const pid = Number(first);
  const now = birthOf(pid);
  if (now === undefined) return { state: "ended", pid };
  return { state: now === birth ? "running" : "reused", pid };
}
