import type { Command } from "commander";
import { parseBound } from "../commandLine/bound.js";
import { type CommandContext, finishCommand } from "../commandLine/command.js";
import { ExitCode } from "../commandLine/exitCodes.js";
import { requireFile } from "../commandLine/files.js";
import { type PrintOptions, printNote, printResult } from "../commandLine/print.js";
import { describeDeals } from "./demoDealsSummary.js";
import { showProgress } from "./demoProgress.js";

interface Flags extends PrintOptions {
  readonly sensor?: string;
  readonly column: string;
  readonly field?: string;
  readonly min: string;
  readonly max: string;
  readonly once?: boolean;
}

const AFTER = `A buyer asks two suppliers for quotations, awards one, and negotiates the founding example with it: price 20, then 30.
What the goods must keep to is watched by a sensor that replays a logger's column: each reading is signed and anchored, each
one strictly outside of --min and --max is recorded on the chain with its proof. Then money moves and both sides rate.
Without --once the chain stays up until Ctrl-C, so that offer show, delivery show and the like can look at it.`;

/** `wattproof demo deals`: from a request for quotation to ratings, on a chain of its own. */
export function addDemoDeals(demo: Command, { signal, finish }: CommandContext): void {
  const command = demo
    .command("deals")
    .description("negotiate a deal, watch its delivery by a real log, pay and rate, on an embedded chain")
    .option("--sensor <file>", "CSV of a data logger; by default a freezer box that was left in the sun")
    .option("--column <name>", "column of the values", "temperature_c")
    .option("--field <name>", "sensor field of the column, where its name does not begin with one")
    .option("--min <a>", "least value that is allowed", parseBound, "-25")
    .option("--max <b>", "greatest value that is allowed", parseBound, "8")
    .option("--once", "run to the end, print the summary and exit");
  finishCommand(command, { example: "npx wattproof demo deals --once --min -25 --max -15", after: AFTER });

  command.action(async (flags: Flags) => {
    const { sensor, column, field, min, max, once = false, json = false } = flags;
    if (sensor !== undefined) requireFile(sensor);
    // Loaded here, so that other commands do not wait for the chain's engine.
    const { runDeals } = await import("../../demo/index.js");
    const progress = showProgress({ json });
    try {
      const summary = await runDeals({
        ...(sensor === undefined ? {} : { sensor }),
        column,
        ...(field === undefined ? {} : { field }),
        min,
        max,
        once,
        signal,
        onProgress: progress.update,
        onProblem: printNote,
        onDone: (done, { rpcUrl, directory }) => {
          progress.end();
          const chain = `Chain: --rpc ${rpcUrl} --directory ${directory} (Ctrl-C stops)`;
          printResult({ ...done, rpcUrl, directory }, [...describeDeals(done), chain], flags);
        },
      });
      progress.end();
      if (once && signal.aborted) finish(ExitCode.Interrupted);
      else if (once && summary) printResult(summary, describeDeals(summary), flags);
    } finally {
      progress.end();
    }
  });
}
