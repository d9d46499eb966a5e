import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../../../scripts/checks/repository.js";

export interface OracleLife {
  readonly child: ChildProcess;
  /** Resolves when the oracle says that it has started; never if it is killed before. */
  readonly started: Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string; readonly log: string }>;
}

/** Starts the oracle as a process of its own. */
export function startOracle(args: readonly string[], key: string): OracleLife {
  const child = spawn(process.execPath, ["--import", "tsx", join(ROOT, "oracle/main.ts"), ...args], {
    cwd: ROOT,
    env: { ...process.env, WATTPROOF_ORACLE_KEY: key },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [output, log] = ["", ""];
  let sayStarted: () => void = () => undefined;
  const started = new Promise<void>((resolve) => {
    sayStarted = resolve;
  });
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => {
    log += chunk.toString();
    if (log.includes('"msg":"started"')) sayStarted();
  });
  const ended = new Promise<{ code: number | null; output: string; log: string }>((resolve) =>
    child.once("close", (code) => resolve({ code, output, log })),
  );
  return { child, started, ended };
}
