import { setTimeout as sleep } from "node:timers/promises";
import { type Command, Option } from "commander";
import {
  type LocalNode,
  LogFollower,
  logFile,
  nodesNamed,
  openNetwork,
  printedFile,
  readTail,
} from "../../../network/index.js";
import { type CommandContext, finishCommand } from "../../commandLine/command.js";
import { harmless, type PrintOptions, printNote, printResult } from "../../commandLine/print.js";
import { parseCount } from "../../commandLine/values.js";

interface Flags extends PrintOptions {
  readonly tail: number;
  readonly follow?: boolean;
}

const DEFAULT_TAIL = 40;
const LOOK_MS = 300;

/** `wattproof network logs`: what nodes write about themselves. */
export function addNetworkLogs(parent: Command, { signal }: CommandContext): void {
  const command = parent
    .command("logs")
    .description("show the ends of nodes' logs, and what they printed outside of them")
    .argument("<dir>", "folder of a network")
    .argument("[nodes...]", "names of nodes; else all")
    .addOption(new Option("--tail <lines>", "lines of each").argParser(parseCount).default(DEFAULT_TAIL))
    .addOption(new Option("--follow", "go on with what is written, until Ctrl-C").conflicts("json"));
  finishCommand(command, {
    example: "npx wattproof network logs pilot wxr-node-1 --follow",
    after:
      "Logs are in nodes/NAME/logs, older ones compressed. LOG_LEVEL=DEBUG in the environment of network up says more.",
  });
  command.action(async (dir: string, names: readonly string[], { tail, follow, ...print }: Flags) => {
    const network = openNetwork(dir);
    const nodes = nodesNamed(network, names);
    const followers = nodes.map((node) => ({ name: node.name, follower: new LogFollower(logFile(node)) }));
    const logs = nodes.map((node) => ({ node: node.name, lines: linesOf(network.folder, node, tail) }));
    const lines = logs.flatMap(({ node, lines: own }) => own.map((line) => `${node} | ${line}`));
    if (!print.json && lines.length === 0) printNote("There is no log yet: the nodes were never started.");
    if (print.json || lines.length > 0) printResult({ logs }, lines, print);
    while (follow && !signal.aborted) {
      for (const { name, follower } of followers) {
        for (const line of follower.read()) process.stdout.write(`${name} | ${harmless(line)}\n`);
      }
      await untilNextLook(signal);
    }
  });
}

/** What a process printed outside of its log comes last: it tells why a start failed. */
function linesOf(network: string, node: LocalNode, tail: number): readonly string[] {
  return [...readTail(logFile(node), tail), ...readTail(printedFile(network, node.name), tail)];
}

async function untilNextLook(signal: AbortSignal): Promise<void> {
  try {
    await sleep(LOOK_MS, undefined, { signal });
  } catch (error) {
    // Ctrl-C is how following ends.
    if (!signal.aborted) throw error;
  }
}
