import type { Command } from "commander";
import { AccessManager__factory } from "../../../../typechain-types/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js";
import { type MemberName, parseMember } from "../../../chain/members.js";
import { KNOWN_ROLES, type KnownRole, parseRole } from "../../../chain/roleNames.js";
import type { Governance } from "../openGovernance.js";
import { finishProposal } from "./finishProposal.js";
import { memberIn } from "./namedIn.js";
import type { Plan, Warning } from "./propose.js";

const AUTHORITY = AccessManager__factory.createInterface();
const ROLE = KNOWN_ROLES.map(({ name }) => name).join(", ");
const ACCOUNT = "an address, or a member's name";

/** `wattproof consortium propose grant-role|revoke-role`. */
export function addRoleProposals(parent: Command): void {
  const grant = parent
    .command("grant-role")
    .description("have an account do what a role does")
    .argument("<role>", ROLE, parseRole)
    .argument("<account>", ACCOUNT, parseMember);
  const after =
    "The roles oracle and treasurer are for accounts; the others are made for contracts, and ask all members.";
  finishProposal<[KnownRole, MemberName]>(
    grant,
    { example: "grant-role oracle 0x…", after },
    (here, _flags, role, whose) => planOf(here, role, whose, true),
  );
  const revoke = parent
    .command("revoke-role")
    .description("take a role away from an account")
    .argument("<role>", ROLE, parseRole)
    .argument("<account>", ACCOUNT, parseMember);
  finishProposal<[KnownRole, MemberName]>(revoke, { example: "revoke-role oracle 0x…" }, (here, _flags, role, whose) =>
    planOf(here, role, whose, false),
  );
}

/** The authority takes a role from who does not hold it, and gives it to who does, without a word. */
async function planOf(
  here: Governance,
  { name, id, madeFor }: KnownRole,
  whose: MemberName,
  grants: boolean,
): Promise<Plan> {
  const { chain } = here;
  const account = memberIn(here, whose);
  const target = await chain.contract("AccessManager");
  const { isMember } = await AccessManager__factory.connect(target, chain.provider).hasRole(id, account);
  const warnings: Warning[] = [];
  if (isMember === grants) {
    const message = `The account ${account} ${grants ? "holds the role already" : "does not hold the role"}: ${name}.`;
    warnings.push({ code: "RoleAsItIs", message });
  }
  if (grants && madeFor !== undefined) {
    const message = `The role ${name} is made for ${madeFor} alone, whose rules its other holders do not follow.`;
    warnings.push({ code: "RoleOfContract", message });
  }
  const data = grants
    ? AUTHORITY.encodeFunctionData("grantRole", [id, account, 0])
    : AUTHORITY.encodeFunctionData("revokeRole", [id, account]);
  return { target, data, warnings };
}
