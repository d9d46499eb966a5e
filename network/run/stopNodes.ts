import { setTimeout as sleep } from "node:timers/promises";
import type { LocalNode, OpenedNetwork } from "../folder/openNetwork.js";
import { NodesUnstoppable, NothingRuns, ProcessNotOurs } from "./errors.js";
import { forgetProcess, processOf } from "./pidFile.js";

export interface NativeStop {
  readonly network: OpenedNetwork;
  readonly nodes: readonly LocalNode[];
  /** How long a node may take to close its database, ms. */
  readonly timeoutMs: number;
  /** Told after each node that has ended. */
  readonly onStopped?: (node: string) => void;
}

/** What became of the nodes that were to stop, by name. */
export interface Stopped {
  readonly stopped: readonly string[];
  /** These had ended by themselves: their logs say why. */
  readonly ended: readonly string[];
}

const LOOK_MS = 100;

/**
 * Asks nodes' processes to end (SIGTERM) and waits until they have. None is told anything if an id stands for a process
 * that is not ours.
 * @throws NothingRuns, ProcessNotOurs, PidFileInvalid, NodesUnstoppable
 */
export async function stopNodes({ network, nodes, timeoutMs, onStopped }: NativeStop): Promise<Stopped> {
  const { folder } = network;
  const found = nodes.map(({ name }) => ({ name, process: processOf(folder, name) }));
  for (const { name, process: now } of found)
    if (now.state === "reused") throw new ProcessNotOurs(folder, name, now.pid);
  const running = found.flatMap(({ name, process: now }) => (now.state === "running" ? [{ name, pid: now.pid }] : []));
  const ended = found.filter(({ process: now }) => now.state === "ended").map(({ name }) => name);
  if (running.length === 0 && ended.length === 0) throw new NothingRuns(folder);
  for (const { pid } of running) terminate(pid);
  const untilMs = performance.now() + timeoutMs;
  let waiting = running;
  while (waiting.length > 0) {
    const still = waiting.filter(({ name }) => processOf(folder, name).state === "running");
    for (const { name } of waiting.filter((each) => !still.includes(each))) {
      forgetProcess(folder, name);
      onStopped?.(name);
    }
    waiting = still;
    if (waiting.length === 0) break;
    if (performance.now() > untilMs) throw new NodesUnstoppable(waiting, timeoutMs / 1000);
    await sleep(LOOK_MS);
  }
  for (const name of ended) forgetProcess(folder, name);
  return { stopped: running.map(({ name }) => name), ended };
}

function terminate(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch (error) {
    // It ended between the look and the signal.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
