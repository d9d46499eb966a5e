import {
  BLOCKS_COUNTED,
  blocksToBeSeenIn,
  type NetworkStatus,
  type NodeStatus,
  nodeNames,
  type OpenedNetwork,
  sealersOf,
} from "../../../network/index.js";
import { faultsTolerated } from "../../../protocol/bft/index.js";
import type { Hex } from "../../../protocol/index.js";
import { counted } from "../../commandLine/counted.js";
import { formatDuration } from "../../commandLine/duration.js";
import { tableLines } from "../../commandLine/table.js";

const BLOCKS_SHOWN = 5;
const LONGEST_VALUE = 80;

/** A network's status for people: two tables, what does not fit together, and the sum of it all in the last line. */
export function statusLines(network: OpenedNetwork, status: NetworkStatus): readonly string[] {
  return [
    ...nodeLines(network, status),
    ...blockLines(network, status),
    ...faultLines(network, status),
    "",
    summary(network, status),
  ];
}

/** The chain, its head, and a table of nodes with their parts in consensus. */
export function nodeLines(network: OpenedNetwork, status: NetworkStatus): readonly string[] {
  const { chainId, consensus } = network.consortium;
  const { validators, quorum, head, blocks } = status;
  const counts =
    validators.length === 0 ? "" : `, ${counted(validators.length, "validator")}, ${quorum} of which make a block`;
  return [
    `Chain ${chainId}, ${consensus}${counts}.`,
    ...(head ? [`Block ${head.number} ${head.hash}, ${ageWords(head)}.`] : []),
    "",
    ...tableLines([
      ["node", "state", "height", "peers", "pool", "sealed", "proposed", `of ${counted(blocks.length, "block")}`],
      ...nodeRows(network, status),
    ]),
  ];
}

function nodeRows(network: OpenedNetwork, status: NetworkStatus): readonly (readonly string[])[] {
  const nameOf = nodeNames(network);
  const own = new Set(status.nodes.map(({ node }) => node.address));
  const elsewhere = status.validators.filter((address) => !own.has(address));
  return [
    ...status.nodes.map((each) => [
      each.node.name,
      stateOf(each, status),
      each.report ? each.report.head.header.number.toString() : "",
      each.report ? `${each.report.peers.length}` : "",
      each.report ? `${each.report.pool.localCount + each.report.pool.remoteCount}` : "",
      ...partCells(each.node.address, status),
    ]),
    ...elsewhere.map((address) => [nameOf(address), "elsewhere", "", "", "", ...partCells(address, status)]),
  ];
}

function partCells(address: Hex, { participation }: NetworkStatus): readonly string[] {
  const part = participation.find((each) => each.address === address);
  if (!part || part.copies === 0) return ["", "", ""];
  const { sealed, copies, proposed, agility } = part;
  return [`${Math.round((100 * sealed) / copies)} %`, `${proposed}`, agility];
}

function stateOf({ node, report, error }: NodeStatus, { validators }: NetworkStatus): string {
  if (!report) return error?.code === "NodeSilent" ? "silent" : (error?.code ?? "silent");
  if (report.syncing) return `catching up to ${report.syncing.highestBlock}`;
  return validators.includes(node.address) ? "validator" : "no validator";
}

function blockLines(network: OpenedNetwork, { blocks }: NetworkStatus): readonly string[] {
  if (blocks.length === 0) return [];
  const nameOf = nodeNames(network);
  const rows = blocks
    .slice(0, BLOCKS_SHOWN)
    .map((block) => [
      `${block.number}`,
      `${block.round}`,
      nameOf(block.proposer),
      sealersOf(block).map(nameOf).join(", "),
    ]);
  return ["", ...tableLines([["block", "round", "proposed by", "sealed by"], ...rows])];
}

/** What does not fit together, each with its facts, after an empty line. */
export function faultLines(network: OpenedNetwork, status: NetworkStatus): readonly string[] {
  const nameOf = nodeNames(network);
  const { fork, foundingDifferences, blocks, blocksError, nodes } = status;
  const lines = [
    ...nodes.flatMap(({ node, error }) =>
      error === undefined || error.code === "NodeSilent" ? [] : [`${node.name}: ${error.message} ${error.next}`],
    ),
    ...foundingDifferences.flatMap(({ node, where, differences }) =>
      differences.map(
        ({ path, a, b }) =>
          `${node}: ${path} is ${shown(b)} in ${where === "file" ? "its genesis file" : "its chain"}, ${shown(a)} in genesis.json`,
      ),
    ),
    ...(fork?.held.map(({ node, hash }) => `${node}: block ${fork.number} is ${hash}`) ?? []),
    ...(blocksError
      ? [
          `${blocks.length === 0 ? "The newest blocks cannot be checked" : "A node's blocks are left out"}: ${blocksError.message} ${blocksError.next}`,
        ]
      : []),
    ...nodes.flatMap(({ node, report }) =>
      (report?.pendingVotes ?? []).map(
        ({ recipient, adds }) => `${node.name} votes to ${adds ? "let in" : "put out"} ${nameOf(recipient)}`,
      ),
    ),
  ];
  return lines.length === 0 ? [] : ["", ...lines];
}

function shown(text: string | undefined): string {
  if (text === undefined) return "missing";
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** The whole of a status in one line. */
export function summary(network: OpenedNetwork, status: NetworkStatus): string {
  const { nodes, head, moves, fork, validators, quorum, participation, foundingDifferences, blocks } = status;
  const silent = nodes.filter(({ report }) => !report).map(({ node }) => node.name);
  if (!head) {
    return `None of the ${counted(nodes.length, "node")} of this folder answers; whether the chain moves elsewhere, they cannot tell.`;
  }
  if (fork) return `The nodes hold different chains from block ${fork.number} on: stop writing to it and find out why.`;
  const nameOf = nodeNames(network);
  const asleep = participation
    .filter(({ address, agility }) => agility === "silent" && validators.includes(address))
    .map(({ address }) => nameOf(address));
  const elsewhere = asleep.filter((name) => !silent.includes(name));
  const unseen =
    elsewhere.length > 0
      ? ` Neither made nor sealed any of the newest ${Math.min(blocks.length, blocksToBeSeenIn(validators.length))} blocks: ${elsewhere.join(", ")}.`
      : "";
  const down = silent.length > 0 ? ` ${silent.join(", ")} ${silent.length === 1 ? "is" : "are"} silent.` : "";
  const founding = foundingDifferences.length > 0 ? " Genesis files or chains differ, see above." : "";
  if (!moves) {
    const since = head.number > 0n ? ` since ${formatDuration(Math.max(0, head.ageS))}` : "";
    return `The chain stands at block ${head.number}${since}: a block needs ${quorum} of the ${validators.length} validators.${down}${unseen}${founding}`;
  }
  const blunt = participation.filter((each) => each.agility === "blunt").map(({ address }) => nameOf(address));
  const away = validators.map(nameOf).filter((name) => silent.includes(name) || elsewhere.includes(name)).length;
  const spare = faultsTolerated(validators.length) - away;
  const reserve = away > 0 && spare <= 0 ? " No further validator may fail." : "";
  const rare = blunt.length > 0 ? ` Blunt over the last ${BLOCKS_COUNTED} blocks: ${blunt.join(", ")}.` : "";
  return `The chain moves; ${nodes.length - silent.length} of the ${counted(nodes.length, "node")} here answer.${down}${unseen}${reserve}${rare}${founding}`;
}

function ageWords({ number, ageS }: NonNullable<NetworkStatus["head"]>): string {
  // The first block's time is one that the genesis file states.
  if (number === 0n) return "the genesis; no block was made yet";
  if (ageS < 0) return `${counted(-ageS, "second")} ahead of this machine's clock`;
  return `${formatDuration(ageS)} old`;
}
