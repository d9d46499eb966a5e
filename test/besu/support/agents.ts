import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { BIN, ROOT } from "../../scripts/support/wattproof.js";
import type { BesuTerminal } from "./besuTerminal.js";

/** A running `wattproof network agent`. */
interface RunningAgent {
  readonly child: ChildProcess;
  /** What it printed, both streams. */
  said: string;
}

/** Agents beside nodes, each a process of its own. */
export class Agents {
  readonly #terminal: BesuTerminal;
  readonly #running = new Map<string, RunningAgent>();

  constructor(terminal: BesuTerminal) {
    this.#terminal = terminal;
  }

  /** @param folder Of a network. @param node Name of one of its nodes. */
  start(folder: string, node: string): void {
    const path = join(folder, "nodes", node);
    const child = spawn(process.execPath, [BIN, "network", "agent", path, "--every", "2"], {
      cwd: ROOT,
      env: { ...process.env, ...this.#terminal.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const agent: RunningAgent = { child, said: this.#running.get(path)?.said ?? "" };
    const hear = (chunk: Buffer) => {
      agent.said += chunk.toString();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    this.#running.set(path, agent);
  }

  /** All that agents of this node printed. */
  said(folder: string, node: string): string {
    return this.#running.get(join(folder, "nodes", node))?.said ?? "";
  }

  /** Kills all of them at once, whatever they are at. Returns how many lived. */
  async kill(): Promise<number> {
    const living = [...this.#running.values()].filter(({ child }) => child.exitCode === null && !child.signalCode);
    const ended = living.map(({ child }) => once(child, "exit"));
    for (const { child } of living) child.kill("SIGKILL");
    await Promise.all(ended);
    return living.length;
  }
}
