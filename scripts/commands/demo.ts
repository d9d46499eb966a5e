import type { Command } from "commander";
import type { BilledHome, DemoChain } from "../../demo/index.js";
import { firstNodeOf, isNetworkFolder } from "../chain/deployment/networkFolder.js";
import { type CommandContext, finishCommand } from "../commandLine/command.js";
import { ExitCode } from "../commandLine/exitCodes.js";
import { requireFile } from "../commandLine/files.js";
import { formatInstant } from "../commandLine/instant.js";
import { type PrintOptions, printNote, printResult } from "../commandLine/print.js";
import { parseCount, parsePort, parsePrice, parseRpcUrl } from "../commandLine/values.js";
import { addDemoDeals } from "./demoDeals.js";
import { showProgress } from "./demoProgress.js";
import { describeSummary } from "./demoSummary.js";

interface Flags extends PrintOptions {
  readonly network?: string;
  readonly community?: string;
  readonly battery?: string[];
  readonly limit?: number;
  readonly price: string;
  readonly out?: string;
  readonly port: number;
  readonly once?: boolean;
}

const AFTER = `Without files it replays the data in data/. Everything runs in this process, on 127.0.0.1 only: chain, contracts,
devices, oracle and page. With --network, the chain is one that runs, on which gas is free: the demo founds contracts of its own there,
beside what stands already, with accounts that end with it. With --once, --out receives one <battery id>.evidence.json per battery, roots.json and
summary.json, in the place of earlier files of these names; without it, the page stays up until Ctrl-C, and --json prints {"url", "rpcUrl", "directory"} as soon as it answers.

Homes are ranked by what they export over the replayed hours: the first third, rounded up, supplies; each other home, in
column order, signs with one supplier in turn. A supplier's neighbours share what it exports in an hour.`;

/** `wattproof demo`: real data from signed records to settled money, on a chain of its own. */
export function addDemo(parent: Command, { signal, finish }: CommandContext): void {
  const command = parent
    .command("demo")
    .description("replay real meter and battery data on an embedded chain and show the page")
    .option(
      "--network <url|folder>",
      "a chain that runs: a node's JSON-RPC, or a network's folder; else one in this process",
      (text: string) => (isNetworkFolder(text) ? firstNodeOf(text) : parseRpcUrl(text)),
    )
    .option("--community <file>", "CSV of homes on one hourly clock, with columns <id>_load_kwh and <id>_pv_kwh")
    .option("--battery <file...>", "CSV of one battery's cycles; may be repeated")
    .option("--limit <n>", "replay only the first n hours and n cycles", parseCount)
    .option("--price <p>", "NOK per kWh, at most three decimals", parsePrice, "1.20")
    .option("--out <dir>", "directory for evidence, roots and summary")
    .option("--port <n>", "port of the page; 0 takes a free one", parsePort, 8080)
    .option("--once", "replay to the end, print the summary and exit");
  finishCommand(command, { example: "npx wattproof demo --once --limit 48 --out out", after: AFTER });

  addDemoDeals(command, { signal, finish });
  command.action(async (flags: Flags) => {
    const {
      network,
      community,
      battery: batteries = [],
      limit,
      price: pricePerKWh,
      out,
      port,
      once = false,
      json = false,
    } = flags;
    for (const file of [...(community === undefined ? [] : [community]), ...batteries]) requireFile(file);
    // Loaded here, so that other commands do not wait for the chain's engine.
    const { runDemo } = await import("../../demo/index.js");
    const progress = showProgress({ json });
    try {
      const summary = await runDemo({
        ...(network === undefined ? {} : { rpc: network }),
        ...(community === undefined ? {} : { community }),
        batteries,
        ...(limit === undefined ? {} : { limit }),
        pricePerKWh,
        ...(out === undefined ? {} : { out }),
        port,
        once,
        signal,
        onProgress: progress.update,
        onProblem: printNote,
        onPage: (url, { rpcUrl, directory }) =>
          printResult(
            { url, rpcUrl, directory },
            [`Page: ${url} (Ctrl-C stops)`, `Chain: --rpc ${rpcUrl} --directory ${directory}`],
            flags,
          ),
        onSettled: (bought, at) => {
          // With --json, stdout has carried its one document.
          if (!json) printResult(undefined, [billLine(bought, at)], flags);
        },
      });
      progress.end();
      if (once && signal.aborted) finish(ExitCode.Interrupted);
      else if (once && summary) printResult(summary, describeSummary(summary), flags);
    } finally {
      progress.end();
    }
  });
}

/** The command that bills a home, ready to be typed. */
function billLine({ home, account, fromS, toS }: BilledHome, { rpcUrl, directory }: DemoChain): string {
  const [from, to] = [fromS, toS].map((atS) => formatInstant(Number(atS)));
  const options = `--account ${account} --from ${from} --to ${to} --rpc ${rpcUrl} --directory ${directory}`;
  return `Bill of ${home}: npx wattproof statement ${options}`;
}
