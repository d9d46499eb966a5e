import { setTimeout as sleep } from "node:timers/promises";
import { type Command, Option } from "commander";
import {
  type Alarm,
  alarmsOf,
  exposition,
  MONITOR_PORT,
  type MonitorSnapshot,
  NetworkMonitor,
  nodeNames,
  nodesNamed,
  type OpenedNetwork,
  openMetricsServer,
  openNetwork,
  type Sample,
  samplesOf,
} from "../../../network/index.js";
import type { Hex } from "../../../protocol/index.js";
import { type CommandContext, finishCommand } from "../../commandLine/command.js";
import { ExitCode } from "../../commandLine/exitCodes.js";
import { type PrintOptions, printNote, printResult } from "../../commandLine/print.js";
import { parseAddress, parsePort } from "../../commandLine/values.js";
import { monitorJson } from "./monitorJson.js";
import { monitorTeller } from "./monitorTeller.js";
import { monitorLines } from "./monitorWords.js";
import { parseSeconds } from "./parseSeconds.js";
import { readRegistered } from "./readRegistered.js";

interface Flags extends PrintOptions {
  readonly directory?: Hex;
  readonly every: number;
  readonly port: number;
  readonly once?: boolean;
}

const DEFAULT_EVERY_S = 15;
const AFTER = `Beside what network status shows: round changes, disks with their growth and the days until they are full, certificates that
end, and votes on validators behind which no decision of the members stands (where the Directory stands it takes from --directory, or from the
address book). Alarms are raised by the same limits as those in prometheus/alerts.yml. Growth is counted over a week, kept in the folder run,
and known after an hour. With --once the exit code is that of status: 3 if the chain stands or nodes hold different blocks.`;

interface Look {
  readonly snapshot: MonitorSnapshot;
  readonly samples: readonly Sample[];
  readonly alarms: readonly Alarm[];
}

/** `wattproof network monitor`: watches a chain and its nodes, and raises alarms before they hurt. */
export function addNetworkMonitor(parent: Command, { finish, signal }: CommandContext): void {
  const command = parent
    .command("monitor")
    .description("watch the chain, its validators, disks and certificates, and give metrics to Prometheus")
    .argument("<dir>", "folder of a network")
    .addOption(new Option("--directory <address>", "address of the Directory contract").argParser(parseAddress))
    .addOption(
      new Option("--every <seconds>", "wait between two looks").argParser(parseSeconds).default(DEFAULT_EVERY_S),
    )
    .addOption(
      new Option("--port <n>", "of the metrics, at http://127.0.0.1:<n>/metrics; 0 takes a free one")
        .argParser(parsePort)
        .default(MONITOR_PORT),
    )
    .option("--once", "one look, without metrics");
  finishCommand(command, { example: "npx wattproof network monitor pilot", after: AFTER });
  command.action(async (dir: string, { every, port, once = false, directory, ...print }: Flags) => {
    const network = openNetwork(dir);
    nodesNamed(network);
    const monitor = new NetworkMonitor(network, {
      readValidators: async (rpcUrl) => (await readRegistered(rpcUrl, directory)).validators,
    });
    const look = () => lookOnce(network, monitor, signal);
    if (!once) return untilStopped({ network, look, everyS: every, port, signal, print });
    const { snapshot, alarms } = await look();
    if (!print.json) for (const note of snapshot.notes) printNote(note);
    printResult(monitorJson(network, snapshot, alarms), monitorLines(network, snapshot, alarms), print);
    if (!snapshot.status.moves || snapshot.status.fork !== undefined) finish(ExitCode.NetworkStands);
  });
}

async function lookOnce(network: OpenedNetwork, monitor: NetworkMonitor, signal: AbortSignal): Promise<Look> {
  const snapshot = await monitor.look(signal);
  const samples = samplesOf(snapshot, nodeNames(network));
  return { snapshot, samples, alarms: alarmsOf(samples) };
}

interface Watch {
  readonly network: OpenedNetwork;
  readonly look: () => Promise<Look>;
  readonly everyS: number;
  readonly port: number;
  readonly signal: AbortSignal;
  readonly print: PrintOptions;
}

async function untilStopped({ network, look, everyS, port, signal, print }: Watch): Promise<void> {
  let text: string | undefined;
  const server = await openMetricsServer({ port, text: () => text });
  const teller = monitorTeller(network, server.url, print);
  try {
    while (!signal.aborted) {
      try {
        const { snapshot, samples, alarms } = await look();
        text = exposition(samples);
        teller.tell(snapshot, alarms);
      } catch (error) {
        if (!signal.aborted) teller.note(error);
      }
      await sleep(everyS * 1000, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await server.close();
  }
}
