import { type Command, Option } from "commander";
import {
  awaitBlocks,
  composeUp,
  findBesu,
  type LocalNode,
  nodesNamed,
  type OpenedNetwork,
  openNetwork,
  requireOwnChain,
  requireStopped,
  type Started,
  type StartProgress,
  startNodes,
} from "../../../network/index.js";
import { type CommandContext, finishCommand } from "../../commandLine/command.js";
import { counted } from "../../commandLine/counted.js";
import { type PrintOptions, printNote, printResult } from "../../commandLine/print.js";
import { parseCount } from "../../commandLine/values.js";
import { showProgress } from "../demoProgress.js";
import { addRunOptions, modeToStart, type RunFlags, type RunMode } from "./howToRun.js";
import { blocksLine, nextSteps } from "./upWords.js";

interface Flags extends RunFlags, PrintOptions {
  readonly heap: number;
  readonly timeout: number;
}

const DEFAULT_HEAP_MB = 512;
/** Java and Besu take 6 to 20 s to start; a chain that stood takes up to two minutes to agree again. */
const DEFAULT_TIMEOUT_S = 180;

/** `wattproof network up`: starts the nodes of a folder and waits until blocks come. */
export function addNetworkUp(parent: Command, { signal }: CommandContext): void {
  const command = parent
    .command("up")
    .description("start the nodes whose keys are in a network's folder, and wait for blocks")
    .argument("<dir>", "folder of a network")
    .argument("[nodes...]", "names of the nodes to start; else all");
  addRunOptions(command)
    .addOption(
      new Option("--heap <MiB>", "memory that Java may use for objects, each node; with --native")
        .argParser(parseCount)
        .default(DEFAULT_HEAP_MB),
    )
    .addOption(
      new Option("--timeout <seconds>", "how long to wait for blocks").argParser(parseCount).default(DEFAULT_TIMEOUT_S),
    );
  finishCommand(command, {
    example: "npx wattproof network up pilot",
    after: `Without --native or --docker: containers if a Docker engine answers, else processes. Processes go on when this command
ends; their ids, and what they print, are in the folder run. Memory of a node is its heap and some 250 MiB.`,
  });
  command.action(async (dir: string, names: readonly string[], flags: Flags) => {
    const network = openNetwork(dir);
    const nodes = nodesNamed(network, names);
    const mode = await modeToStart(flags);
    await start(mode, network, nodes, names, flags.heap);
    const started = await wait(mode, network, nodes, flags, signal);
    print(dir, mode, network, nodes, started, flags);
  });
}

async function start(
  mode: RunMode,
  network: OpenedNetwork,
  nodes: readonly LocalNode[],
  names: readonly string[],
  heapMb: number,
): Promise<void> {
  if (mode === "native") return startNodes({ network, nodes, besu: findBesu(), heapMb });
  requireStopped(network, nodes);
  for (const node of nodes) requireOwnChain(node);
  await composeUp(network.folder, names);
}

async function wait(
  mode: RunMode,
  network: OpenedNetwork,
  nodes: readonly LocalNode[],
  { timeout, json = false }: Flags,
  signal: AbortSignal,
): Promise<Started> {
  const display = showProgress({ json });
  const onProgress = ({ phase, done, total }: StartProgress) =>
    display.update({ phase, done, total, label: PHASES[phase], finished: false });
  try {
    return await awaitBlocks({
      network,
      nodes,
      isNative: mode === "native",
      timeoutMs: 1000 * timeout,
      onProgress,
      signal,
    });
  } catch (error) {
    if (signal.aborted) printNote("The nodes go on starting; wattproof network down stops them.");
    throw error;
  } finally {
    display.end();
  }
}

const PHASES: Readonly<Record<StartProgress["phase"], string>> = {
  answers: "Waiting until the nodes answer",
  blocks: "Waiting for blocks",
};

function print(
  dir: string,
  mode: RunMode,
  network: OpenedNetwork,
  nodes: readonly LocalNode[],
  started: Started,
  flags: PrintOptions,
): void {
  const { height, moves, quorum, validatorsHere, validatorsConnected } = started;
  const next = nextSteps(dir, network, nodes);
  printResult(
    {
      folder: dir,
      mode,
      nodes: nodes.map(({ name, rpcUrl }) => ({ name, rpc: rpcUrl })),
      height,
      moves,
      quorum,
      validatorsHere,
      validatorsConnected,
      next,
    },
    [
      `${counted(nodes.length, "node")} ${nodes.length === 1 ? "runs" : "run"}${mode === "docker" ? " in Docker" : ""}.`,
      ...nodes.map(({ name, rpcUrl }) => `  ${name}  ${rpcUrl}`),
      blocksLine(network, nodes, started),
      `next: ${next}`,
    ],
    flags,
  );
}
