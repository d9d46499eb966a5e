import type { Command } from "commander";
import { type CommandContext, speakOurErrors } from "../../commandLine/command.js";
import { addBatteryVerify } from "../batteryVerify.js";
import { addBatteryBind } from "./batteryBind.js";
import { addBatteryCheckpoint } from "./batteryCheckpoint.js";
import { addBatteryExport } from "./batteryExport.js";
import { addBatteryPack } from "./batteryPack.js";
import { addBatteryRegister } from "./batteryRegister.js";
import { addBatteryReplace } from "./batteryReplace.js";
import { addBatterySeal } from "./batterySeal.js";
import { addBatteryStatus } from "./batteryStatus.js";
import { addBatteryTransfer } from "./batteryTransfer.js";
import { addBatteryValidators } from "./batteryValidators.js";
import { addBatteryValue } from "./batteryValue.js";

/** `wattproof battery …`: passports, their custody and what batteries can prove. */
export function addBattery(program: Command, context: CommandContext): void {
  const battery = speakOurErrors(program.command("battery").description("passports of batteries, and what they prove"));
  addBatteryRegister(battery);
  addBatteryBind(battery);
  addBatteryReplace(battery);
  addBatteryPack(battery);
  addBatteryTransfer(battery);
  addBatteryStatus(battery);
  addBatteryCheckpoint(battery);
  addBatteryExport(battery);
  addBatteryValidators(battery);
  addBatterySeal(battery);
  addBatteryVerify(battery, context);
  addBatteryValue(battery);
}
