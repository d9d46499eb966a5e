import type { Command } from "commander";
import { addReputationCount } from "./reputationCount.js";
import { addReputationRate } from "./reputationRate.js";
import { addReputationShow } from "./reputationShow.js";

/** `wattproof reputation …`: what came of dealing with somebody. */
export function addReputation(reputation: Command): void {
  addReputationShow(reputation);
  addReputationRate(reputation);
  addReputationCount(reputation);
}
