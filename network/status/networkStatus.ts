import { type BftConsensus, quorumOf } from "../../protocol/bft/index.js";
import { type Hex, WattproofError } from "../../protocol/index.js";
import type { ValidatorSource } from "../consortium/schema.js";
import type { LocalNode, OpenedNetwork } from "../folder/openNetwork.js";
import { type BesuNode, besuNode } from "../rpc/besuNode.js";
import { advances, isFresh } from "./chainMoves.js";
import { compareChain, compareFile, type FoundingDifference } from "./compareFounding.js";
import { type Fork, findFork } from "./findFork.js";
import { type Participation, participationIn } from "./participation.js";
import { type BlockHolder, readBlocks } from "./readBlocks.js";
import { type NodeReport, readNode } from "./readNode.js";
import type { SealCheck } from "./rememberSeals.js";
import type { SealedBlock } from "./sealedBlock.js";

/** A node that is run from here, and what it said. */
export interface NodeStatus {
  readonly node: LocalNode;
  /** Undefined if it said nothing that could be used; then there is an error. */
  readonly report: NodeReport | undefined;
  readonly error: WattproofError | undefined;
}

/** What a network's own nodes say of it. */
export interface NetworkStatus {
  readonly nodes: readonly NodeStatus[];
  /** True if a block came within the time that the consensus needs for one. */
  readonly moves: boolean;
  /** Of the node that has come furthest; undefined if none answers. */
  readonly head: SealedHead | undefined;
  readonly validators: readonly Hex[];
  /** Seals that a block needs. */
  readonly quorum: number;
  /** Newest first. */
  readonly blocks: readonly SealedBlock[];
  readonly participation: readonly Participation[];
  /** Why a node's blocks could not be read, of the first where that is so; those of the others count all the same. */
  readonly blocksError: WattproofError | undefined;
  readonly fork: Fork | undefined;
  readonly foundingDifferences: readonly FoundingDifference[];
}

export interface SealedHead {
  readonly number: bigint;
  readonly hash: Hex;
  /** By this machine's clock and the proposer's, s; negative if the latter is ahead. */
  readonly ageS: number;
}

export interface StatusOptions {
  /** This moment, Unix ms. */
  readonly now?: () => number;
  readonly signal?: AbortSignal;
  /** Of whoever looks often: `rememberSeals`. */
  readonly check?: SealCheck;
}

/** Blocks over which parts are counted. */
export const BLOCKS_COUNTED = 50;

/**
 * Asks the nodes that are run from a folder how their network is. One that does not answer is part of the answer.
 * @throws GenesisInvalid, NetworkFolderInvalid for a node's own genesis file.
 */
export async function networkStatus(
  network: OpenedNetwork,
  { now = Date.now, signal, check }: StatusOptions = {},
): Promise<NetworkStatus> {
  const { consensus, validators: source } = network.consortium;
  const readers = new Map(
    network.nodes.map((node) => [node, besuNode({ name: node.name, url: node.rpcUrl, consensus })]),
  );
  const nodes = await Promise.all([...readers].map(([node, reader]) => statusOf(node, reader, source)));
  const answering = nodes.flatMap(({ node, report }) => (report ? [{ node, report }] : []));
  const foundingDifferences = nodes.flatMap(({ node, report }) => [
    ...present(compareFile(network.genesis, node)),
    ...present(report && compareChain(network.genesis, node, report)),
  ]);
  const furthest = answering.reduce<(typeof answering)[number] | undefined>(
    (best, each) => (best && heightOf(best.report) >= heightOf(each.report) ? best : each),
    undefined,
  );
  if (furthest === undefined) {
    return { ...NOTHING, nodes, foundingDifferences };
  }
  const answers = answering.flatMap(({ node }) => readers.get(node) ?? []);
  const lowest = answering.map(({ report }) => heightOf(report)).reduce((a, b) => (a < b ? a : b));
  const fork = await findFork(answers, lowest);
  const { header, hash } = furthest.report.head;
  const others = answering.filter(({ node }) => node !== furthest.node);
  const holders = others.map(({ node }) => ({ node: readers.get(node) as BesuNode, address: node.address }));
  const first = { node: readers.get(furthest.node) as BesuNode, address: furthest.node.address };
  const { blocks, error: blocksError } = await blocksOf(consensus, [first, ...holders], header.number, check);
  const ageS = Math.round(now() / 1000 - Number(header.timestampS));
  const head = { number: header.number, hash, ageS };
  const { validators } = furthest.report;
  return {
    nodes,
    moves: isFresh(network.genesis, head) || (await advances(network.genesis, answers, header.number, signal)),
    head,
    validators,
    quorum: quorumOf(validators.length),
    blocks,
    participation: participationIn(blocks),
    blocksError,
    fork,
    foundingDifferences,
  };
}

const NOTHING = {
  moves: false,
  head: undefined,
  validators: [],
  quorum: 0,
  blocks: [],
  participation: [],
  blocksError: undefined,
  fork: undefined,
};

async function statusOf(node: LocalNode, reader: BesuNode, source: ValidatorSource): Promise<NodeStatus> {
  const answer = await readNode(node, reader, source);
  return answer instanceof WattproofError
    ? { node, report: undefined, error: answer }
    : { node, report: answer, error: undefined };
}

async function blocksOf(
  consensus: BftConsensus,
  holders: readonly [BlockHolder, ...BlockHolder[]],
  height: bigint,
  check: SealCheck | undefined,
) {
  try {
    const { blocks, troubles } = await readBlocks(consensus, holders, height, BLOCKS_COUNTED, check);
    return { blocks, error: troubles[0] };
  } catch (error) {
    if (!(error instanceof WattproofError)) throw error;
    return { blocks: [], error };
  }
}

const heightOf = ({ head }: NodeReport) => head.header.number;

const present = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);
