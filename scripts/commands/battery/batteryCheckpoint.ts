import { type Command, Option } from "commander";
import { ABOUT_ACCOUNTS, addAccountOptions } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseRpcUrl } from "../../commandLine/values.js";
import { parseIdentifier } from "./batteryValues.js";
import type { CheckpointFlags } from "./checkpointFlags.js";

const AFTER = `A checkpoint never goes back: from then on no evidence can leave out what came before it. Anyone may send it, since the
record is proven; --publish, which shows the record's counters to everybody for ever, is the keeper's alone.
${ABOUT_ACCOUNTS}`;

/** `wattproof battery checkpoint`: moves a battery's checkpoint to its latest anchored cycle. */
export function addBatteryCheckpoint(parent: Command): void {
  const command = parent
    .command("checkpoint")
    .description("move a battery's checkpoint to its latest anchored cycle")
    .argument("<battery>", "batteryPassportIdentifier", parseIdentifier)
    .addOption(new Option("--archive <folders...>", "state folders of the oracles that anchored it").conflicts("api"))
    .addOption(new Option("--api <url>", "address of a running API").argParser(parseRpcUrl))
    .option("--publish", "publish the record's counters too");
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof battery checkpoint B0005 --archive .wattproof/oracle --account maker.json",
    after: AFTER,
  });
  command.action(async (identifier: string, flags: CheckpointFlags) => {
    if (flags.archive === undefined && flags.api === undefined) {
      command.error("error: name where the records are, with --archive or --api");
    }
    const { checkpointBattery } = await import("./checkpointBattery.js");
    await checkpointBattery(identifier, flags);
  });
}
