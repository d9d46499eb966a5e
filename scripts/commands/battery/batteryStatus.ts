import { type Command, Option } from "commander";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseIdentifier, parseStatusChange, type StatusChange } from "./batteryValues.js";

type Flags = WriteFlags & { readonly set?: StatusChange };

const AFTER = `Every status but these two makes another battery, which takes a passport of its own that points back.
${ABOUT_ACCOUNTS}`;

/** `wattproof battery status`: everything that the chain says of a battery; with `--set`, its keeper changes the status. */
export function addBatteryStatus(parent: Command): void {
  const command = parent
    .command("status")
    .description("say what the chain knows of a battery: facts, keeper, devices, checkpoint, counters, status")
    .argument("<battery>", "batteryPassportIdentifier", parseIdentifier)
    .addOption(new Option("--set <status>", "change it: waste, or reused").argParser(parseStatusChange));
  finishCommand(addAccountOptions(command), { example: "npx wattproof battery status B0005", after: AFTER });
  command.action(async (identifier: string, { set, ...flags }: Flags) => {
    if (set === undefined) {
      const { showPassport } = await import("./showPassport.js");
      return showPassport(identifier, flags);
    }
    const { changePassport } = await import("./changePassport.js");
    await changePassport(flags, identifier, (abi, passport) => ({
      says: `Change the status of battery ${identifier} to ${set.word}${set.word === "waste" ? " for good: it never changes again" : ""}`,
      data: abi.encodeFunctionData("setStatus", [passport, set.status]),
      done: `Battery ${identifier} is ${set.word}.`,
      result: { batteryStatus: set.word },
    }));
  });
}
