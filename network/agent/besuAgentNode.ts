import type { Hex } from "../../protocol/index.js";
import { type BesuAdmin, besuAdmin } from "../rpc/besuAdmin.js";
import { type BesuEndpoint, besuNode } from "../rpc/besuNode.js";
import { NodeAnswerStrange } from "../rpc/errors.js";
import { activeIn, blocksToBeSeenIn } from "../status/awake.js";
import { readBlocks } from "../status/readBlocks.js";
import { rememberSeals } from "../status/rememberSeals.js";
import type { AgentNode } from "./agent.js";

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
    head: async () => {
      const head = await node.block("latest");
      if (head === undefined)
        throw new NodeAnswerStrange(endpoint.name, "eth_getBlockByNumber", "it has no newest block");
      return { number: head.header.number, timestampS: head.header.timestampS };
    },
    isSyncing: async () => (await node.syncing()) !== undefined,
    pendingVotes: node.pendingVotes,
    peers: async () => (await node.peers()).map(({ id }) => id),
    addPeer: async (enode) => {
      await addPeer(enode);
    },
    removePeer: async (enode) => {
      await removePeer(enode);
    },
    activeValidators: async () => {
      const count = blocksToBeSeenIn((await validators()).length);
      const height = await node.height();
      const { blocks } = await readBlocks(endpoint.consensus, [{ node, address: self }], height, count, check);
      return activeIn(blocks);
    },
  };
}
