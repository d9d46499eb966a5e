import type { Command } from "commander";
import { addRoleChange } from "./roleChange.js";
import { addRoleList } from "./roleList.js";

/** `wattproof role …`: who may do what only few may. @param parent The command `role`. */
export function addRole(parent: Command): void {
  addRoleChange(parent);
  addRoleList(parent);
}
