import { type Command, Option } from "commander";
import { ABOUT_ACCOUNTS, addAccountOptions } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { firstSequenceOption } from "./batteryBind.js";
import { parseDeviceId, parseIdentifier } from "./batteryValues.js";
import type { ReplaceFlags } from "./replaceFlags.js";

const AFTER = `The new device signs with the keystore of --new-keystore that it continues the count where the battery's checkpoint is;
so make the checkpoint first (battery checkpoint): of the old device, nothing later counts. The old device signs the same
with --keystore; if it cannot any more, its organisation vouches for the count with a statement: --attest publishes the
statement's SHA-256. Both keystores are opened with --key-password-file, or else with the account's password.
${ABOUT_ACCOUNTS}`;

/** `wattproof battery replace`: another device goes on where a battery's device stopped. */
export function addBatteryReplace(parent: Command): void {
  const command = parent
    .command("replace")
    .description("have another device continue the count of the one that measures a battery")
    .argument("<battery>", "batteryPassportIdentifier", parseIdentifier)
    .addOption(
      new Option("--device <id>", "the new device, an active battery device of yours")
        .argParser(parseDeviceId)
        .makeOptionMandatory(),
    )
    .addOption(new Option("--new-keystore <file>", "keystore of the new device's key").makeOptionMandatory())
    .addOption(new Option("--keystore <file>", "keystore of the present device's key").conflicts("attest"))
    .addOption(new Option("--attest <file>", "statement of its organisation, which sends, in its stead"))
    .addOption(firstSequenceOption())
    .addOption(new Option("--key-password-file <file>", "password of the devices' keystores, if it is another"));
  finishCommand(addAccountOptions(command), {
    example:
      "npx wattproof battery replace B0005 --device 0x… --new-keystore new.key.json --keystore old.key.json --account maker.json",
    after: AFTER,
  });
  command.action(async (identifier: string, flags: ReplaceFlags) => {
    if (flags.keystore === undefined && flags.attest === undefined) {
      command.error("error: give the present device's --keystore, or a statement with --attest");
    }
    const { replaceDevice } = await import("./replaceDevice.js");
    await replaceDevice(identifier, flags);
  });
}
