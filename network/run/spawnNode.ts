import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import type { LocalNode } from "../folder/openNetwork.js";
import { NodeNotStarted } from "./errors.js";
import { RUN_FOLDER, rememberProcess } from "./pidFile.js";

export interface NodeLaunch {
  /** The network's folder. */
  readonly network: string;
  readonly node: LocalNode;
  /** Path of the program. */
  readonly besu: string;
  /** Most that Java keeps objects in, MiB; a process needs some 250 MiB beside it. */
  readonly heapMb: number;
}

/** What a node's process printed outside of its log: what was wrong before there was a log. Begun anew at each start. */
export function printedFile(network: string, node: string): string {
  return join(network, RUN_FOLDER, `${node}.log`);
}

/**
 * Starts a node's process, which outlives this one, and remembers it.
 * @returns Its id.
 * @throws NodeNotStarted
 */
export async function spawnNode({ network, node, besu, heapMb }: NodeLaunch): Promise<number> {
  mkdirSync(join(network, RUN_FOLDER), { recursive: true, mode: 0o700 });
  const printed = openSync(printedFile(network, node.name), "w", 0o600);
  try {
    const child = spawn(besu, ["--config-file=config.toml", "--color-enabled=false"], {
      cwd: node.folder,
      detached: true,
      stdio: ["ignore", printed, printed],
      env: environment(node, heapMb),
    });
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
    child.unref();
    // There is one once "spawn" was told.
    const pid = child.pid as number;
    rememberProcess(network, node.name, pid);
    return pid;
  } catch (error) {
    throw new NodeNotStarted(node.name, besu, error);
  } finally {
    closeSync(printed);
  }
}

/** Java takes the last of options that contradict each other, so a heap of the user's own goes before ours. */
function environment(node: LocalNode, heapMb: number): NodeJS.ProcessEnv {
  // Keys of this command's own are nothing to Besu.
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("WATTPROOF_"));
  return {
    ...Object.fromEntries(inherited),
    JAVA_OPTS: `-Xmx${heapMb}m ${process.env.JAVA_OPTS ?? ""}`.trim(),
    LOG4J_CONFIGURATION_FILE: join(node.folder, "log4j2.xml"),
    // The same lines are in the node's log, which rotates; what is printed does not.
    CONSOLE_LOG_LEVEL: "OFF",
  };
}
