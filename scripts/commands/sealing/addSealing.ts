import type { Command } from "commander";
import { addSealingCreate } from "./sealingCreate.js";
import { addSealingPublish } from "./sealingPublish.js";
import { addSealingShow } from "./sealingShow.js";

/** `wattproof sealing …`: keys with which members read what is sealed for them. */
export function addSealing(parent: Command): void {
  addSealingCreate(parent);
  addSealingPublish(parent);
  addSealingShow(parent);
}
