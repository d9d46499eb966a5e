import { type Command, Option } from "commander";
import { type Hex, quoted } from "../../../../protocol/index.js";
import { type MemberName, parseMember } from "../../../chain/members.js";
import { parseAddress } from "../../../commandLine/values.js";
import type { Governance } from "../openGovernance.js";
import { finishProposal } from "./finishProposal.js";
import { memberIn } from "./namedIn.js";
import type { Plan, ProposeFlags, Warning } from "./propose.js";

/** `wattproof consortium propose admit-member|expel-member`. */
export function addMemberProposals(parent: Command): void {
  const admit = parent
    .command("admit-member")
    .description("have an organisation join the consortium, with a vote")
    .argument("<account>", "the account that is to vote for it", parseAddress)
    .addOption(new Option("--name <name>", "1 to 64 bytes").makeOptionMandatory());
  finishProposal<[Hex], ProposeFlags & { readonly name: string }>(
    admit,
    { example: 'admit-member 0x… --name "Grid Operator"' },
    ({ consortium, book }, { name }, account): Plan => {
      const namesake = book.members.find((member) => member.name === name && member.account !== account);
      const warning = {
        code: "MemberNameTaken",
        message: `The member ${namesake?.account} is called ${quoted(name)} already.`,
      };
      return {
        target: consortium.addresses.membership,
        data: consortium.membership.interface.encodeFunctionData("admit", [account, name]),
        warnings: namesake === undefined ? [] : [warning],
      };
    },
  );

  const expel = parent
    .command("expel-member")
    .description("have a member leave the consortium, and its vote end")
    .argument("<member>", "its address or name", parseMember);
  finishProposal<[MemberName]>(
    expel,
    {
      example: 'expel-member "Grid Operator"',
      after: "Its nodes stay until they are removed, each by a proposal of its own.",
    },
    (here, _flags, member): Plan => {
      const { consortium } = here;
      const account = memberIn(here, member);
      return {
        target: consortium.addresses.membership,
        data: consortium.membership.interface.encodeFunctionData("expel", [account]),
        warnings: nodesLeft(here, account),
      };
    },
  );
}

function nodesLeft({ book }: Governance, account: Hex): Warning[] {
  const nodes = book.nodes.filter(({ organisation }) => organisation === account);
  if (nodes.length === 0) return [];
  const validators = nodes.filter(({ validator }) => validator).length;
  const names = nodes.map(({ name }) => quoted(name)).join(", ");
  const message = `It runs ${nodes.length} ${nodes.length === 1 ? "node" : "nodes"}, ${validators} of them validating, which stay until they are removed (propose remove-node): ${names}.`;
  return [{ code: "NodesStay", message }];
}
