import {
  type NetworkStatus,
  type NodeStatus,
  nodeNames,
  type OpenedNetwork,
  sealersOf,
} from "../../../network/index.js";
import { summary } from "./statusWords.js";

/** Blocks that are listed one by one. */
const BLOCKS_SHOWN = 10;

/** A network's status as one JSON document. */
export function statusJson(network: OpenedNetwork, status: NetworkStatus): object {
  const nameOf = nodeNames(network);
  const { consortium } = network;
  const { moves, head, validators, quorum, blocks, participation, blocksError, fork, foundingDifferences } = status;
  return {
    summary: summary(network, status),
    moves,
    chainId: consortium.chainId,
    consensus: consortium.consensus,
    // The first block's time is one that the genesis file states.
    head: head ? { ...head, ageS: head.number > 0n ? head.ageS : null } : null,
    quorum,
    nodes: status.nodes.map(nodeJson),
    validators: validators.map((address) => ({ address, name: nameOf(address) })),
    participation: participation.map((each) => ({ ...each, name: nameOf(each.address) })),
    blocks: blocks.slice(0, BLOCKS_SHOWN).map((block) => ({
      number: block.number,
      hash: block.hash,
      timestampS: block.timestampS,
      round: block.round,
      proposer: nameOf(block.proposer),
      sealers: sealersOf(block).map(nameOf),
    })),
    blocksError: blocksError?.toJSON() ?? null,
    fork: fork ?? null,
    foundingDifferences: foundingDifferences.map(({ differences, ...of }) => ({
      ...of,
      differences: differences.map(({ path, a, b }) => ({ path, expected: a ?? null, found: b ?? null })),
    })),
  };
}

function nodeJson({ node, report, error }: NodeStatus): object {
  const own = { name: node.name, address: node.address, rpc: node.rpcUrl };
  if (!report) return { ...own, answers: false, error: error?.toJSON() ?? null };
  const { client, chainId, genesis, head, peers, syncing, pendingVotes, pool } = report;
  return {
    ...own,
    answers: true,
    client,
    chainId,
    genesisHash: genesis.hash,
    height: head.header.number,
    headHash: head.hash,
    headTimestampS: head.header.timestampS,
    peers: peers.length,
    syncing: syncing ?? null,
    pendingVotes,
    pool: { waiting: pool.localCount + pool.remoteCount, most: pool.maxSize },
  };
}
