import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../../../bin/wattproof.js", import.meta.url));

export interface RunningDemo {
  /** Address of the page. */
  readonly url: string;
  readonly child: ChildProcess;
  /** What it has printed so far, on either stream. */
  printed(): string;
  /** Ends it as Ctrl-C does. Resolves to its exit code. */
  stop(): Promise<number | null>;
}

/** Starts `wattproof demo` on a free port and resolves once the page answers. */
export function startDemo(args: readonly string[]): Promise<RunningDemo> {
  const child = spawn(process.execPath, [BIN, "demo", "--port", "0", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const stop = async (): Promise<number | null> => {
    if (child.exitCode === null) {
      const ended = once(child, "exit");
      child.kill("SIGINT");
      await ended;
    }
    return child.exitCode;
  };
  return new Promise((resolve, reject) => {
    let output = "";
    const listen = (text: string) => {
      output += text;
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
      if (url !== undefined) resolve({ url, child, stop, printed: () => output });
    };
    child.stdout.setEncoding("utf8").on("data", listen);
    child.stderr.setEncoding("utf8").on("data", listen);
    child.once("exit", (code) => reject(new Error(`the demo ended with ${code}: ${output}`)));
  });
}
