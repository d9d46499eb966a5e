import type { Command } from "commander";
import { speakOurErrors } from "../../commandLine/command.js";
import { addConsortiumConfirmRegistry } from "./consortiumConfirmRegistry.js";
import { addConsortiumExecute } from "./consortiumExecute.js";
import { addConsortiumMembers } from "./consortiumMembers.js";
import { addConsortiumNodes } from "./consortiumNodes.js";
import { addConsortiumProposals } from "./consortiumProposals.js";
import { addConsortiumShow } from "./consortiumShow.js";
import { addConsortiumVote } from "./consortiumVote.js";
import { addPropose } from "./propose/addPropose.js";

/** `wattproof consortium …`: how the members decide. @param consortium The command `consortium`. */
export function addConsortium(consortium: Command): void {
  addPropose(speakOurErrors(consortium.command("propose").description("propose something that the members vote on")));
  addConsortiumVote(consortium);
  addConsortiumExecute(consortium);
  addConsortiumShow(consortium);
  addConsortiumProposals(consortium);
  addConsortiumMembers(consortium);
  addConsortiumNodes(consortium);
  addConsortiumConfirmRegistry(consortium);
}
