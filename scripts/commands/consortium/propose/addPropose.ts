import type { Command } from "commander";
import { addCallProposal } from "./callProposal.js";
import { addCertificateProposals } from "./certificateProposals.js";
import { addContractProposals } from "./contractProposals.js";
import { addIssuingBodyProposals } from "./issuingBodyProposals.js";
import { addMemberProposals } from "./memberProposals.js";
import { addNodeProposals } from "./nodeProposals.js";
import { addRoleProposals } from "./roleProposals.js";
import { addTokenProposals } from "./tokenProposals.js";

/** `wattproof consortium propose …`: everything that members decide on. */
export function addPropose(parent: Command): void {
  addMemberProposals(parent);
  addNodeProposals(parent);
  addCertificateProposals(parent);
  addContractProposals(parent);
  addRoleProposals(parent);
  addTokenProposals(parent);
  addIssuingBodyProposals(parent);
  addCallProposal(parent);
}
