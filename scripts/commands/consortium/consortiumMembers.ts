import type { Command } from "commander";
import { quoted } from "../../../protocol/index.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { openGovernance } from "./openGovernance.js";

/** `wattproof consortium members`: who decides, and how many nodes each runs. */
export function addConsortiumMembers(parent: Command): void {
  const command = parent.command("members").description("name the members, their votes and how many nodes each runs");
  finishCommand(addChainOptions(command), { example: "npx wattproof consortium members" });
  command.action((flags: ReadFlags) =>
    withChain(flags, async (chain) => {
      const { book, consortium } = await openGovernance(chain);
      const members = book.members.map((member) => {
        const nodes = book.nodes.filter(({ organisation }) => organisation === member.account);
        return { ...member, nodes: nodes.length, validators: nodes.filter(({ validator }) => validator).length };
      });
      const lines = members.map(({ name, account, votes, nodes, validators }) => {
        const vote = votes === 1 ? "1 vote" : `${votes} votes`;
        return `${quoted(name)}  ${account}  ${vote}, ${nodes} ${nodes === 1 ? "node" : "nodes"}, ${validators} of them validating`;
      });
      printResult({ members, block: consortium.blockTag }, lines, flags);
    }),
  );
}
