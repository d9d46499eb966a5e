import type { Command } from "commander";
import { looseText, read, textsAsBytes } from "../../../evidence/index.js";
import { certificateText, type RegisteredNode } from "../../../governance/index.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatInstant } from "../../commandLine/instant.js";
import { printResult } from "../../commandLine/print.js";
import { openGovernance } from "./openGovernance.js";

/** A node as the list has it: the members that consortiums of this kind know from their node lists, then ours. */
interface ListedNode {
  /** Public key without 0x. */
  readonly id: string;
  readonly name: string;
  /** Name of the organisation that runs it and issues its certificate. */
  readonly agency: string;
  /** SHA-256 of its certificate, upper-case. */
  readonly caHash: string;
  readonly Idx: number;
  readonly blocknumber: number;
  readonly endpoint: string;
  readonly address: string;
  readonly organisation: string;
  readonly validator: boolean;
  readonly revokedSinceS: number | null;
}

/** `wattproof consortium nodes`: the nodes of the chain, in the order of their admission. */
export function addConsortiumNodes(parent: Command): void {
  const command = parent.command("nodes").description("list the nodes: keys, certificates, and which of them validate");
  finishCommand(addChainOptions(command), {
    example: "npx wattproof consortium nodes",
    after: "blocknumber is the block of a node's admission, caHash the SHA-256 over its certificate.",
  });
  command.action((flags: ReadFlags) =>
    withChain(flags, async (chain) => {
      const { book, consortium } = await openGovernance(chain);
      const { blockTag } = consortium;
      const membership = textsAsBytes(consortium.membership);
      const names = new Map(book.members.map(({ account, name }) => [account, name]));
      const nodes: ListedNode[] = [];
      for (const node of book.nodes) {
        const { organisation } = node;
        const nameOfFormer = () =>
          read(`the name of ${organisation}`, () => membership.nameOf(organisation, { blockTag })).then(looseText);
        const agency = names.get(organisation) ?? (await nameOfFormer());
        names.set(organisation, agency);
        nodes.push(listed(node, agency));
      }
      const lines = nodes.flatMap((node, at) => linesOf(node, book.nodes[at]?.admittedAsValidator ?? false));
      printResult({ nodes, block: blockTag }, lines.length === 0 ? ["No node is registered."] : lines, flags);
    }),
  );
}

function listed(node: RegisteredNode, agency: string): ListedNode {
  const { id, name, endpoint, certificateHash, index, blockNumber, address, organisation, validator, revokedSinceS } =
    node;
  return {
    id: id.slice(2),
    name,
    agency,
    caHash: certificateText(certificateHash),
    Idx: index,
    blocknumber: blockNumber,
    endpoint,
    address,
    organisation,
    validator,
    revokedSinceS,
  };
}

function linesOf(node: ListedNode, admittedAsValidator: boolean): string[] {
  const { revokedSinceS } = node;
  const paused = admittedAsValidator ? ", a validator again once its certificate is reinstated" : "";
  return [
    `-----node ${node.Idx}-----`,
    `id=${node.id}`,
    `name=${node.name}`,
    `agency=${node.agency}`,
    `caHash=${node.caHash}`,
    `Idx=${node.Idx}`,
    `blocknumber=${node.blocknumber}`,
    `endpoint=${node.endpoint}`,
    node.validator ? "role=validator" : `role=observer${paused}`,
    `certificate=${revokedSinceS === null ? "valid" : `revoked since ${formatInstant(revokedSinceS)}`}`,
  ];
}
