import type { Command } from "commander";
import { parseFounding } from "../../../../network/index.js";
import { readText } from "../../../commandLine/files.js";
import { nodeInFounding } from "../foundingNode.js";
import { finishProposal } from "./finishProposal.js";
import { type NodeName, nodeIn, parseNode } from "./namedIn.js";
import type { Plan, ProposeFlags } from "./propose.js";
import { validatorWarnings } from "./validatorWarnings.js";

/** A hundred nodes with their certificates. */
const LONGEST_FOUNDING_BYTES = 1024 * 1024;

interface AdmitFlags extends ProposeFlags {
  readonly node: string;
  readonly observer?: boolean;
}

/** `wattproof consortium propose admit-node|remove-node`. */
export function addNodeProposals(parent: Command): void {
  const admit = parent
    .command("admit-node")
    .description("have a member's node join the chain")
    .argument("<file>", "NAME.founding.json, which network keygen wrote")
    .requiredOption("--node <name>", "which of the file's nodes")
    .option("--observer", "it is to follow the chain, not to make blocks: as it signed");
  finishProposal<[string], AdmitFlags>(
    admit,
    {
      example: "admit-node unicom.founding.json --node unicom-node-3",
      after:
        "Its organisation is a member first. Adding a validator that is not running yet brings the others closer to standing still.",
    },
    async (here, { node: name, observer = false }, source): Promise<Plan> => {
      const founding = parseFounding(readText(source, LONGEST_FOUNDING_BYTES), source);
      const { admission, proof, address } = nodeInFounding(here, { founding, source, name, observer });
      const { consortium } = here;
      return {
        target: consortium.addresses.nodes,
        data: consortium.nodes.interface.encodeFunctionData("admit", [admission, proof]),
        warnings: validatorWarnings(here, { address, ...admission }),
      };
    },
  );

  const remove = parent
    .command("remove-node")
    .description("have a node leave the chain")
    .argument("<node>", "its address or name", parseNode);
  finishProposal<[NodeName]>(remove, { example: "remove-node unicom-node-3" }, (here, _flags, name): Plan => {
    const { consortium, book } = here;
    const address = nodeIn(here, name);
    const node = book.nodes.find((each) => each.address === address);
    return {
      target: consortium.addresses.nodes,
      data: consortium.nodes.interface.encodeFunctionData("remove", [address]),
      warnings: node === undefined ? [] : validatorWarnings(here, node, true),
    };
  });
}
