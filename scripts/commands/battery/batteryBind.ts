import { type Command, Option } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseDeviceId, parseIdentifier, parseSequence } from "./batteryValues.js";

interface Flags extends WriteFlags {
  readonly device: Hex;
  readonly firstSequence: bigint;
}

/** `wattproof battery bind`: the keeper names the first device that measures a battery. */
export function addBatteryBind(parent: Command): void {
  const command = parent.command("bind").description("bind the first device that measures a battery");
  command.argument("<battery>", "batteryPassportIdentifier", parseIdentifier);
  command
    .addOption(
      new Option("--device <id>", "active battery device of yours").argParser(parseDeviceId).makeOptionMandatory(),
    )
    .addOption(firstSequenceOption());
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof battery bind B0005 --device 0x… --account maker.json",
    after: `A battery that has a device takes another with battery replace.\n${ABOUT_ACCOUNTS}`,
  });
  command.action(async (identifier: string, { device, firstSequence, ...flags }: Flags) => {
    const { changePassport } = await import("./changePassport.js");
    const { requireBindable } = await import("./bindable.js");
    await changePassport(flags, identifier, async (abi, passport, account, chain) => {
      await requireBindable(chain, device, account);
      return {
        says: `Bind device ${device} to battery ${identifier} from its record ${firstSequence} on`,
        data: abi.encodeFunctionData("bind", [passport, device, firstSequence]),
        done: `Device ${device} measures battery ${identifier}.`,
        result: { device, firstSequence },
      };
    });
  });
}

/** From which of a device's records on it measures the battery. */
export function firstSequenceOption(): Option {
  return new Option("--first-sequence <n>", "first of the device's records that is this battery's")
    .argParser(parseSequence)
    .default(1n, "1");
}
