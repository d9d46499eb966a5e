import { setTimeout as wait } from "node:timers/promises";
import { type Command, Option } from "commander";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { type CommandContext, finishCommand } from "../../commandLine/command.js";
import { parseDuration } from "../../commandLine/duration.js";
import { formatEnergy } from "../../commandLine/energy.js";
import { ExitCode } from "../../commandLine/exitCodes.js";
import { formatMoney } from "../../commandLine/money.js";
import { printNote, printResult } from "../../commandLine/print.js";
import { type AutopricePlan, autopriceOnce, type Repriced } from "./autopriceRun.js";
import { parsePercent, parseUnitPrice } from "./marketValues.js";
import { readDemandFile } from "./readDemand.js";

interface Flags extends WriteFlags {
  readonly floor: bigint;
  readonly ceiling: bigint;
  readonly step: bigint;
  readonly demand?: string;
  readonly lookBack: number;
  readonly interval: number;
  readonly once?: boolean;
  readonly dryRun?: boolean;
}

const MS_PER_S = 1000;

const AFTER = `Where others offer as much as is wanted, the price goes to the floor; where nothing is offered, to the ceiling; docs/market.md
says how it moves between them. Demand is what a CSV file with the columns from, to and wh expects or, without one, what
consumers accepted lately. Without --once or --dry-run it goes on until Ctrl-C, and --json prints one document per run.`;

/** `wattproof market autoprice`: reprices the account's open adverts by supply and demand. */
export function addMarketAutoprice(parent: Command, { signal, finish }: CommandContext): void {
  const command = parent
    .command("autoprice")
    .description("reprice your open adverts by supply and demand")
    .addOption(
      new Option("--floor <amount>", "lowest price per kWh: what the grid pays for surplus")
        .argParser(parseUnitPrice)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option("--ceiling <amount>", "highest price per kWh: what the grid sells for")
        .argParser(parseUnitPrice)
        .makeOptionMandatory(),
    )
    .addOption(new Option("--step <share>", "largest change in one run").argParser(parsePercent).default(50_000n, "5%"))
    .option("--demand <file>", "CSV of expected demand with the columns from, to and wh")
    .addOption(
      new Option("--look-back <time>", "without --demand, how far back to look")
        .argParser(parseDuration)
        .default(604_800, "7d"),
    )
    .addOption(new Option("--interval <time>", "time between two runs").argParser(parseDuration).default(900, "15m"))
    .option("--once", "one run, then exit")
    .option("--dry-run", "say once what would be done, and do nothing");
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof market autoprice --floor 0.40 --ceiling 1.60 --dry-run --account home.json",
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((flags: Flags) =>
    withChain(flags, async (chain) => {
      const plan: AutopricePlan = {
        floor: flags.floor,
        ceiling: flags.ceiling,
        maxStepPpm: flags.step,
        demand: flags.demand === undefined ? undefined : readDemandFile(flags.demand),
        lookBackS: flags.lookBack,
        dryRun: flags.dryRun ?? false,
      };
      const account = await openAccount(chain, flags);
      const run = async () => {
        const repriced = await autopriceOnce(chain, account, plan);
        printResult({ adverts: repriced }, describe(repriced, plan), flags);
        return repriced;
      };
      if (flags.once || flags.dryRun) {
        if ((await run()).some(({ error }) => error !== null)) finish(ExitCode.DataError);
        return;
      }
      while (!signal.aborted) {
        // A node that does not answer now may do so at the next run.
        await run().catch(printNote);
        await wait(flags.interval * MS_PER_S, undefined, { signal }).catch(() => undefined);
      }
    }),
  );
}

function describe(repriced: readonly Repriced[], { dryRun }: AutopricePlan): string[] {
  if (repriced.length === 0) return ["The account has no open advert."];
  return repriced.map(({ advert, beforePerKWh, pricePerKWh, targetPerKWh, supplyWh, demandWh, error }) => {
    const why = `${formatEnergy(supplyWh)} offered, ${formatEnergy(demandWh)} wanted`;
    const from = `Advert ${advert} asks ${formatMoney(beforePerKWh)} per kWh`;
    if (error) return `${from}; ${error.code}: ${error.message}`;
    if (pricePerKWh === beforePerKWh) return `${from}, which stays (${why}).`;
    const would = dryRun ? "would now ask" : "now asks";
    return `${from} and ${would} ${formatMoney(pricePerKWh)}, on its way to ${formatMoney(targetPerKWh)} (${why}).`;
  });
}
