import { type Command, Option } from "commander";
import { ABOUT_ACCOUNTS, addAccountOptions } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { firstSequenceOption } from "./batteryBind.js";
import { parseDeviceId, parseIdentifier } from "./batteryValues.js";
import { FACT_OPTIONS } from "./factOptions.js";
import { type RegisterFlags, SUCCESSOR_STATUSES } from "./registerFlags.js";

const AFTER = `The --facts file is a JSON object with the members of an evidence file's "passport", without "maker": batteryPassportIdentifier,
model, chemistry, ratedCapacityMicroAh, ratedEnergyMicroWh, factoryChargeCount, factoryDischargeCount, and limits with
voltageMinMicroV, voltageMaxMicroV, temperatureMinMilliC, temperatureMaxMilliC, chargingTemperatureMinMilliC and
chargingTemperatureMaxMilliC; 64-bit numbers as decimal strings. Options count before it. Facts never change again.
The device is looked at before anything is sent. If the passport was issued and the binding failed, the same command again
goes on to the binding.
${ABOUT_ACCOUNTS}`;

/** `wattproof battery register`: a maker issues a passport and binds the battery's device. */
export function addBatteryRegister(parent: Command): void {
  const command = parent
    .command("register")
    .description("issue a battery's passport, and bind the device that measures it")
    .argument("[battery]", "batteryPassportIdentifier, unless the --facts file has it", parseIdentifier)
    .option("--facts <file>", "JSON file with the passport's facts");
  for (const { flag, value, about } of FACT_OPTIONS) command.option(`--${flag} <${value}>`, about);
  command
    .addOption(new Option("--device <id>", "battery device of yours that measures it").argParser(parseDeviceId))
    .addOption(firstSequenceOption())
    .option("--made-of <batteries...>", "batteries that this one takes the place of; you keep them all")
    .addOption(new Option("--as <status>", "what it is then").choices(Object.keys(SUCCESSOR_STATUSES)));
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof battery register B0005 --facts cell.json --device 0x… --account maker.json",
    after: AFTER,
  });
  command.action(async (identifier: string | undefined, flags: RegisterFlags) => {
    if ((flags.madeOf === undefined) !== (flags.as === undefined)) {
      command.error("error: --made-of and --as belong together");
    }
    const { registerBattery } = await import("./registerBattery.js");
    await registerBattery(identifier, flags);
  });
}
