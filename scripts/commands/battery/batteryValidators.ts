import { type Command, Option } from "commander";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { parseRpcUrl } from "../../commandLine/values.js";
import type { ValidatorsFlags } from "./validatorsFlags.js";

const AFTER = `Who trusts this file trusts those whom it names, and whoever wrote it: compare it with those of other members. Whoever was a
validator for a short time only may be missing; what they sealed is then refused, never the other way round.`;

/** `wattproof battery validators`: who sealed a chain's blocks when. */
export function addBatteryValidators(parent: Command): void {
  const command = parent
    .command("validators")
    .description("write who sealed a BFT chain's blocks when, for whoever verifies sealed evidence")
    .addOption(new Option("--rpc <url>", "JSON-RPC of a node that you trust").argParser(parseRpcUrl))
    .addOption(new Option("--consensus <name>", "what the chain runs").choices(["qbft", "ibft2"]).default("qbft"))
    .option("--out <file>", "the history's file", "validators.json");
  finishCommand(command, {
    example: "npx wattproof battery validators --rpc http://127.0.0.1:8545 --out validators.json",
    after: AFTER,
  });
  command.action(async (flags: ValidatorsFlags) => {
    const { writeValidators } = await import("./writeValidators.js");
    const { lines, ...result } = await writeValidators(flags);
    printResult(result, lines, flags);
  });
}
