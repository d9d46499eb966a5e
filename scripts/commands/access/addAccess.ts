import type { Command } from "commander";
import type { CommandContext } from "../../commandLine/command.js";
import { addAccessCheck } from "./accessCheck.js";
import { addAccessGive } from "./accessGive.js";
import { addAccessList } from "./accessList.js";
import { addAccessRevoke } from "./accessRevoke.js";

/** `wattproof access …`: who may read the data of a device or battery. */
export function addAccess(access: Command, context: CommandContext): void {
  addAccessGive(access);
  addAccessRevoke(access);
  addAccessList(access);
  addAccessCheck(access, context);
}
