import type { Command } from "commander";
import { EnergyCertificate__factory } from "../../../../typechain-types/factories/contracts/EnergyCertificate__factory.js";
import { type MemberName, parseMember } from "../../../chain/members.js";
import type { Governance } from "../openGovernance.js";
import { finishProposal } from "./finishProposal.js";
import { memberIn } from "./namedIn.js";
import type { Plan } from "./propose.js";

const CERTIFICATES = EnergyCertificate__factory.createInterface();
const MEMBER = "its address or name";

/** `wattproof consortium propose appoint-issuing-body|dismiss-issuing-body`. */
export function addIssuingBodyProposals(parent: Command): void {
  const appoint = parent
    .command("appoint-issuing-body")
    .description("have a member accredit meters for certificates of origin")
    .argument("<member>", MEMBER, parseMember);
  finishProposal<[MemberName]>(appoint, { example: 'appoint-issuing-body "Grid Operator"' }, (here, _flags, member) =>
    planOf(here, member, true),
  );
  const dismiss = parent
    .command("dismiss-issuing-body")
    .description("end that a member accredits meters; nothing is certified under its accreditations while that is so")
    .argument("<member>", MEMBER, parseMember);
  finishProposal<[MemberName]>(dismiss, { example: 'dismiss-issuing-body "Grid Operator"' }, (here, _flags, member) =>
    planOf(here, member, false),
  );
}

async function planOf(here: Governance, member: MemberName, appointed: boolean): Promise<Plan> {
  return {
    target: await here.chain.contract("EnergyCertificate"),
    data: CERTIFICATES.encodeFunctionData("setIssuingBody", [memberIn(here, member), appointed]),
  };
}
