import { type Command, Option } from "commander";
import { cyclesUpTo, estimateValue, type ValueEstimate, type ValueRange } from "../../../protocol/index.js";
import { finishCommand } from "../../commandLine/command.js";
import { type PrintOptions, printResult } from "../../commandLine/print.js";
import type { TrustSource } from "../trustedRoots.js";
import { addTrustOptions, requireTrustWhole } from "../trustOptions.js";
import { parseAmount, parseCapacity, parseCycle, parseFraction } from "./batteryValues.js";
import { historyOfEvidence, historyOfTable, type ValuedHistory } from "./historyOf.js";

interface Flags extends PrintOptions, TrustSource {
  readonly cycles?: string;
  readonly cell?: string;
  readonly rated?: number;
  readonly atCycle?: number;
  readonly eol: number;
  readonly pricePerKwh?: number;
  readonly scrap?: number;
  readonly currency: string;
}

const USUAL_END_OF_LIFE = 0.8;

const AFTER = `Evidence is verified first, as battery verify does, and refused on any fault; its rated capacity is the passport's. A table
is believed: its columns are cycle and discharge_capacity_ah, if there also discharge_energy_wh and cell_id. --eol is a
fraction of the rated capacity, or without one of the reference: the median of the first five discharges.
docs/residual-value.md explains the method and says how far off it is.`;

/** `wattproof battery value`: health, remaining cycles and energy, and what they are worth. */
export function addBatteryValue(parent: Command): void {
  const command = parent
    .command("value")
    .description("estimate a battery's health, remaining cycles and residual value from its history")
    .argument("[file]", "evidence, <battery id>.evidence.json")
    .option("--cycles <file>", "bare table of cycles (CSV) instead of evidence")
    .option("--cell <id>", "which cell, where the table has several")
    .addOption(new Option("--rated <Ah>", "rated capacity of the table's battery").argParser(parseCapacity))
    .addOption(new Option("--at-cycle <n>", "value it as of this cycle; nothing later counts").argParser(parseCycle))
    .addOption(
      new Option("--eol <fraction>", "capacity at which life ends").argParser(parseFraction).default(USUAL_END_OF_LIFE),
    )
    .addOption(new Option("--price-per-kwh <amount>", "paid per kWh still to be delivered").argParser(parseAmount))
    .addOption(new Option("--scrap <amount>", "paid for the battery as material at its end").argParser(parseAmount))
    .option("--currency <code>", "what the prices are in", "EUR");
  addTrustOptions(command);
  finishCommand(command, {
    example: "npx wattproof battery value --cycles data/B0005_cycles.csv --at-cycle 80 --rated 2 --eol 0.7",
    after: AFTER,
  });

  command.action(async (file: string | undefined, flags: Flags) => {
    requireOneSource(command, file, flags);
    const history = await historyOf(file, flags);
    const estimate = estimateValue({
      cycles: flags.atCycle === undefined ? history.cycles : cyclesUpTo(history.cycles, flags.atCycle),
      ...history.rated,
      endOfLife: flags.eol,
      ...pricesOf(flags),
    });
    const { source, lines } = history;
    printResult({ ...estimate, source }, [...lines, ...describeEstimate(estimate)], flags);
  });
}

/** Throws `UsageInvalid` by way of commander. */
function requireOneSource(command: Command, file: string | undefined, flags: Flags): void {
  const { cycles, cell, rated, scrap, pricePerKwh } = flags;
  const wrong = (message: string) => command.error(message);
  if ((file === undefined) === (cycles === undefined))
    wrong("Name an evidence file, or a table with --cycles: one of both.");
  if (file !== undefined && rated !== undefined)
    wrong("The rated capacity of proven evidence is its passport's, not --rated.");
  if (file !== undefined && cell !== undefined) wrong("Evidence is of one battery: --cell is for tables.");
  if (scrap !== undefined && pricePerKwh === undefined) wrong("A value needs --price-per-kwh beside --scrap.");
  requireTrustWhole(command, flags);
  const trust = [flags.roots, flags.rpc, flags.sealed, flags.directory];
  if (cycles !== undefined && trust.some((given) => given !== undefined)) {
    wrong("Nobody proves a table: --roots, --rpc, --sealed and --directory are for evidence.");
  }
}

function historyOf(file: string | undefined, flags: Flags): Promise<ValuedHistory> {
  if (file === undefined) return historyOfTable(flags.cycles ?? "", flags);
  return historyOfEvidence(file, flags);
}

function pricesOf({ pricePerKwh, scrap, currency }: Flags) {
  if (pricePerKwh === undefined) return {};
  return { prices: { currency, perKWhThroughput: pricePerKwh, ...(scrap !== undefined && { scrap }) } };
}

function describeEstimate(estimate: ValueEstimate): string[] {
  const { stateOfHealth, relativeHealth, remainingCycles, remainingEnergyThroughputKWh, value, evidence } = estimate;
  const percent = (fraction: number) => `${(fraction * 100).toFixed(1)} %`;
  return [
    `  health        ${stateOfHealth === null ? "" : `${percent(stateOfHealth)} of rated capacity, `}${percent(relativeHealth)} of its start, by its last discharges together`,
    evidence.endOfLifeReached
      ? `  end of life   reached: below ${percent(evidence.endOfLife)} of ${evidence.endOfLifeOf}`
      : `  end of life   at ${percent(evidence.endOfLife)} of ${evidence.endOfLifeOf}`,
    `  cycles left   ${range(remainingCycles)}`,
    ...(remainingEnergyThroughputKWh === null ? [] : [`  energy left   ${range(remainingEnergyThroughputKWh)} kWh`]),
    ...(value === null ? [] : [`  worth         ${range(value)} ${value.currency}`]),
    `  method        ${estimate.method}, from ${evidence.cyclesUsed} of ${evidence.cyclesGiven} cycles, ${evidence.firstCycle} to ${evidence.lastCycle}`,
  ];
}

function range({ p10, p50, p90 }: ValueRange): string {
  return p10 === p90 ? `${p50}` : `${p50} (${p10} to ${p90} in four cases of five)`;
}
