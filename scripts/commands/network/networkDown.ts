import { type Command, Option } from "commander";
import { composeDown, nodesNamed, openNetwork, type Stopped, stopNodes } from "../../../network/index.js";
import { finishCommand } from "../../commandLine/command.js";
import { type PrintOptions, printResult } from "../../commandLine/print.js";
import { parseCount } from "../../commandLine/values.js";
import { showProgress } from "../demoProgress.js";
import { addRunOptions, modeOfRunning, type RunFlags } from "./howToRun.js";

interface Flags extends RunFlags, PrintOptions {
  readonly timeout: number;
}

/** A node under load writes for a while before it ends. */
const DEFAULT_TIMEOUT_S = 60;

/** `wattproof network down`: stops what `network up` started. */
export function addNetworkDown(parent: Command): void {
  const command = parent
    .command("down")
    .description("stop the nodes that network up started, and wait until they have ended")
    .argument("<dir>", "folder of a network")
    .argument("[nodes...]", "names of the nodes to stop; else all");
  addRunOptions(command).addOption(
    new Option("--timeout <seconds>", "how long to wait for their end")
      .argParser(parseCount)
      .default(DEFAULT_TIMEOUT_S),
  );
  finishCommand(command, {
    example: "npx wattproof network down pilot",
    after: "Keys, data and logs stay. Nothing is stopped whose process id belongs to another process by now.",
  });
  command.action(async (dir: string, names: readonly string[], flags: Flags) => {
    const network = openNetwork(dir);
    const nodes = nodesNamed(network, names);
    const mode = await modeOfRunning(network, flags);
    if (mode === "docker") {
      await composeDown(network.folder, names);
      return printStopped(dir, mode, { stopped: nodes.map(({ name }) => name), ended: [] }, flags);
    }
    const display = showProgress({ json: flags.json ?? false });
    let done = 0;
    const told = () => ({ phase: "stop", done, total: nodes.length, label: "Stopping the nodes", finished: false });
    display.update(told());
    try {
      const onStopped = () => {
        done += 1;
        display.update(told());
      };
      const stopped = await stopNodes({ network, nodes, timeoutMs: 1000 * flags.timeout, onStopped });
      display.end();
      printStopped(dir, mode, stopped, flags);
    } finally {
      display.end();
    }
  });
}

function printStopped(folder: string, mode: string, { stopped, ended }: Stopped, print: PrintOptions): void {
  printResult(
    { folder, mode, stopped, ended },
    [
      stopped.length > 0 ? `Stopped: ${stopped.join(", ")}.` : "No node was running.",
      ...(ended.length > 0
        ? [`Ended before by themselves: ${ended.join(", ")}; wattproof network logs ${folder} says why.`]
        : []),
    ],
    print,
  );
}
