import type { Command } from "commander";
import { type CommandContext, finishCommand } from "../commandLine/command.js";
import { ExitCode } from "../commandLine/exitCodes.js";
import { requireFile } from "../commandLine/files.js";
import { type PrintOptions, printResult } from "../commandLine/print.js";
import { parseCount, parsePort, parsePrice } from "../commandLine/values.js";
import { type DemoProgress, showProgress } from "./demoProgress.js";
import { type DemoSummary, describeSummary } from "./demoSummary.js";

/** What the demo's door is called with. */
export interface DemoOptions {
  /** CSV of a community; absent: the one in data/. */
  readonly community?: string;
  /** CSV per battery; with neither files of a community nor of batteries, those in data/. */
  readonly batteries: string[];
  /** Replay the first so many hours and cycles only. */
  readonly limit?: number;
  /** Decimal with at most three decimals, above zero. */
  readonly pricePerKWh: string;
  /** Directory for evidence, roots and summary. */
  readonly out?: string;
  readonly port: number;
  /** End when everything is replayed, without a page. */
  readonly once: boolean;
  readonly json: boolean;
  /** Aborted by Ctrl-C; the demo then drains and returns. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DemoProgress) => void;
}

/** Resolves when everything is replayed (`once`), or when the signal has stopped it. */
type RunDemo = (options: DemoOptions) => Promise<DemoSummary | undefined>;

interface Flags extends PrintOptions {
  readonly community?: string;
  readonly battery?: string[];
  readonly limit?: number;
  readonly price: string;
  readonly out?: string;
  readonly port: number;
  readonly once?: boolean;
}

const AFTER = `Without files it replays the data in data/. Everything runs in this process, on 127.0.0.1 only: chain, contracts,
devices, oracle and page. With --once, --out receives one <battery id>.evidence.json per battery, roots.json and
summary.json; without it, the page stays up until Ctrl-C.`;

/** `wattproof demo`: real data from signed records to settled money, on a chain of its own. */
export function addDemo(parent: Command, { signal, finish }: CommandContext): void {
  const command = parent
    .command("demo")
    .description("replay real meter and battery data on an embedded chain and show the page")
    .option("--community <file>", "CSV of homes on one hourly clock, with columns <id>_load_kwh and <id>_pv_kwh")
    .option("--battery <file...>", "CSV of one battery's cycles; may be repeated")
    .option("--limit <n>", "replay only the first n hours and n cycles", parseCount)
    .option("--price <p>", "NOK per kWh, at most three decimals", parsePrice, "1.20")
    .option("--out <dir>", "directory for evidence, roots and summary")
    .option("--port <n>", "port of the page; 0 takes a free one", parsePort, 8080)
    .option("--once", "replay to the end, print the summary and exit");
  finishCommand(command, { example: "npx wattproof demo --once --limit 48 --out out", after: AFTER });

  command.action(async (flags: Flags) => {
    const batteries = flags.battery ?? [];
    for (const file of [...(flags.community === undefined ? [] : [flags.community]), ...batteries]) requireFile(file);
    const { json = false, once = false } = flags;
    const progress = showProgress({ json });
    // Loaded here, so that other commands do not wait for the chain's engine.
    const { runDemo }: { runDemo: RunDemo } = await import("../../demo/index.js");
    try {
      const summary = await runDemo({
        ...(flags.community === undefined ? {} : { community: flags.community }),
        batteries,
        ...(flags.limit === undefined ? {} : { limit: flags.limit }),
        pricePerKWh: flags.price,
        ...(flags.out === undefined ? {} : { out: flags.out }),
        port: flags.port,
        once,
        json,
        signal,
        onProgress: progress.update,
      });
      progress.end();
      if (once && signal.aborted) return finish(ExitCode.Interrupted);
      if (once && summary) printResult(summary, describeSummary(summary), flags);
    } finally {
      progress.end();
    }
  });
}
