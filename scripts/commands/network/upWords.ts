import { foundingFileName, type LocalNode, type OpenedNetwork, type Started } from "../../../network/index.js";

/** Whether blocks come to the nodes that were started, and if not, on whom it waits. */
export function blocksLine(network: OpenedNetwork, nodes: readonly LocalNode[], started: Started): string {
  const { height, moves, quorum, validatorsHere, validatorsConnected, validators } = started;
  if (moves) return `Blocks come; the newest that all of them have is ${height}.`;
  const newcomers = newcomersAmong(network, nodes);
  if (newcomers.length > 0) {
    return `No new block yet at ${newcomers.join(", ")}: the chain's nodes let in whom the members have admitted, and it catches up then.`;
  }
  if (validatorsConnected >= quorum) {
    return `No block comes yet: ${validatorsConnected} of ${validators} validators are connected; the first block may take minutes.`;
  }
  const answer = validatorsHere === 1 ? "answers" : "answer";
  const elsewhere = validatorsConnected - validatorsHere;
  const connected = elsewhere > 0 ? `, ${elsewhere} elsewhere ${elsewhere === 1 ? "is" : "are"} connected` : "";
  return `No block comes yet: one needs ${quorum} validators, and ${validatorsHere} of them ${answer} here${connected}. Start the others.`;
}

/** What whoever started nodes does then: founders deploy, and who comes to a chain that runs is admitted by its members. */
export function nextSteps(dir: string, network: OpenedNetwork, nodes: readonly LocalNode[]): string {
  const newcomers = newcomersAmong(network, nodes);
  const [status, stop] = [`wattproof network status ${dir}`, `wattproof network down ${dir} stops them.`];
  if (newcomers.length === 0)
    return `${status}; then, if nobody has deployed yet, wattproof deploy --network ${dir}; ${stop}`;
  const proposals = newcomers.map((name) => `wattproof consortium propose admit-node ${fileOf(name)} --node ${name}`);
  const agents = newcomers.map((name) => `wattproof network agent ${dir}/nodes/${name}`);
  const admission = `a member's ${proposals.join(", ")} unless the members have decided so already`;
  return `${admission}; then ${agents.join(", ")}, and ${status}; ${stop}`;
}

/** Names of those that did not found the chain. */
function newcomersAmong({ consortium }: OpenedNetwork, nodes: readonly LocalNode[]): readonly string[] {
  return nodes.filter(({ id }) => !consortium.nodes.some((node) => node.id === id)).map(({ name }) => name);
}

/** The public file that `network keygen` wrote beside the keys of nodes that it named so. */
function fileOf(node: string): string {
  return foundingFileName(node.replace(/-node-[0-9]+$/, ""));
}
