import type { Command } from "commander";
import { addContributionCommit } from "./contributionCommit.js";
import { addContributionOpen } from "./contributionOpen.js";
import { addContributionRegister } from "./contributionRegister.js";
import { addContributionShow } from "./contributionShow.js";
import { addContributionSign } from "./contributionSign.js";

/** `wattproof contribution …`: who contributed which idea, with whom, and since when. */
export function addContribution(contribution: Command): void {
  addContributionCommit(contribution);
  addContributionSign(contribution);
  addContributionRegister(contribution);
  addContributionOpen(contribution);
  addContributionShow(contribution);
}
