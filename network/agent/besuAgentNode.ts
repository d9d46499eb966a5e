import type { Hex } from "../../protocol/index.js";
import { type BesuAdmin, besuAdmin } from "../rpc/besuAdmin.js";
import { type BesuEndpoint, besuNode } from "../rpc/besuNode.js";
import { NodeAnswerStrange } from "../rpc/errors.js";
import { sealersOf } from "../status/participation.js";
import { readBlocks } from "../status/readBlocks.js";
import { rememberSeals } from "../status/rememberSeals.js";
import type { AgentNode } from "./agent.js";

/** Rounds of all validators in which one that is awake proposed or sealed, most surely. */
const ROUNDS = 4;
const FEWEST_BLOCKS = 16;
const MOST_BLOCKS = 100;

/**
 * The Besu node beside an agent.
 * @param self Its own address.
 */
export function besuAgentNode(endpoint: BesuEndpoint, self: Hex): AgentNode {
  const node = besuNode(endpoint);
  const check = rememberSeals();
  const { addPeer, removePeer, ...admin }: BesuAdmin = besuAdmin(endpoint);
  const validators = async () => {
    const found = await node.validators("latest");
    if (found === undefined)
      throw new NodeAnswerStrange(endpoint.name, "validators", "it names none for its newest block");
    return found;
  };
  return {
    ...admin,
    validators,
    pendingVotes: node.pendingVotes,
    peers: async () => (await node.peers()).map(({ id }) => id),
    addPeer: async (enode) => {
      await addPeer(enode);
    },
    removePeer: async (enode) => {
      await removePeer(enode);
    },
    activeValidators: async () => {
      const count = Math.min(MOST_BLOCKS, Math.max(FEWEST_BLOCKS, ROUNDS * (await validators()).length));
      const height = await node.height();
      const blocks = await readBlocks(endpoint.consensus, [{ node, address: self }], height, count, check);
      return new Set(blocks.flatMap((block) => [block.proposer, ...sealersOf(block)]));
    },
  };
}
