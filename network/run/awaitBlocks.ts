import { setTimeout as sleep } from "node:timers/promises";
import { quorumOf } from "../../protocol/bft/index.js";
import { type Hex, nodeAddress } from "../../protocol/index.js";
import type { LocalNode, OpenedNetwork } from "../folder/openNetwork.js";
import { blockPeriodS } from "../genesis/blockPeriod.js";
import { validatorsSetAt } from "../genesis/transitions.js";
import { type BesuNode, besuNode } from "../rpc/besuNode.js";
import { NodeSilent } from "../rpc/errors.js";
import { BlocksMissing, ChainDataDiffers, NodeEnded, NodeIsOther, NodesSilent } from "./errors.js";
import { lastWords } from "./lastWords.js";
import { processOf } from "./pidFile.js";

export interface StartProgress {
  /** `answers`: they are being waited for; `blocks`: all answer. */
  readonly phase: "answers" | "blocks";
  readonly done: number;
  readonly total: number;
}

export interface BlockWait {
  readonly network: OpenedNetwork;
  /** Those that were started. */
  readonly nodes: readonly LocalNode[];
  /** True if they are processes whose ids were remembered: one that ends is then noticed at once. */
  readonly isNative: boolean;
  readonly timeoutMs: number;
  readonly onProgress: (progress: StartProgress) => void;
  /** Ends the wait, not the nodes. */
  readonly signal?: AbortSignal;
}

/** How a start ended. */
export interface Started {
  /** The lowest height among the nodes. */
  readonly height: bigint;
  /** False if validators elsewhere have to start first. */
  readonly moves: boolean;
  /** Seals that a block needs. */
  readonly quorum: number;
  /** How many of the validators are run from here, and answer. */
  readonly validatorsHere: number;
  /** How many of the validators answer here or are connected to a node here. */
  readonly validatorsConnected: number;
  /** How many validators there are. */
  readonly validators: number;
}

const LOOK_MS = 500;
const ANSWER_MS = 2_000;
/** How long blocks of others are waited for, block periods. */
const PERIODS_OF_OTHERS = 3;

/**
 * Waits until all nodes answer and each has a new block; without a quorum of validators from here, until they answer.
 * @throws NodeEnded, NodeIsOther, NodesSilent, BlocksMissing, ChainDataDiffers, and what a node's answers throw.
 */
export async function awaitBlocks(wait: BlockWait): Promise<Started> {
  const untilMs = performance.now() + wait.timeoutMs;
  const { network, nodes } = wait;
  const readers = new Map(nodes.map((node) => [node, readerOf(node, network)]));
  const first = await awaitAnswers(wait, readers, untilMs);
  const { validators, here } = await awaitQuorum(wait, readers, untilMs);
  const quorum = quorumOf(validators.length);
  const canMove = here.length >= quorum;
  const othersMs = performance.now() + 1000 * PERIODS_OF_OTHERS * blockPeriodS(network.genesis);
  const blocksUntilMs = canMove ? untilMs : Math.min(untilMs, othersMs);
  const newest = new Map(first);
  for (;;) {
    await Promise.all(
      [...readers].map(async ([node, reader]) => {
        const height = await heightIfAwake(reader);
        if (height !== undefined) newest.set(node, height);
      }),
    );
    const heights = [...newest.values()];
    const moved = nodes.filter((node) => (newest.get(node) ?? 0n) > (first.get(node) ?? 0n)).length;
    wait.onProgress({ phase: "blocks", done: moved, total: nodes.length });
    const moves = moved === nodes.length;
    if (moves || (!canMove && performance.now() > blocksUntilMs)) {
      const connected = await connectedAmong(validators, here, readers.values());
      return {
        ...{ height: lowest(heights), moves, quorum },
        ...{ validatorsHere: here.length, validatorsConnected: connected, validators: validators.length },
      };
    }
    if (performance.now() > untilMs)
      throw new BlocksMissing(lowest(heights), moved, nodes.length, wait.timeoutMs / 1000);
    await pause(wait);
  }
}

async function awaitAnswers(
  wait: BlockWait,
  readers: ReadonlyMap<LocalNode, BesuNode>,
  untilMs: number,
): Promise<Map<LocalNode, bigint>> {
  const heights = new Map<LocalNode, bigint>();
  for (;;) {
    wait.onProgress({ phase: "answers", done: heights.size, total: readers.size });
    const silent = [...readers].filter(([node]) => !heights.has(node));
    if (silent.length === 0) return heights;
    await Promise.all(
      silent.map(async ([node, reader]) => {
        const height = await firstHeight(node, reader);
        if (height !== undefined) heights.set(node, height);
      }),
    );
    if (heights.size === readers.size) continue;
    if (performance.now() > untilMs) {
      const names = silent
        .map(([{ name }]) => name)
        .filter((name) => ![...heights.keys()].some((n) => n.name === name));
      throw new NodesSilent(names, wait.timeoutMs / 1000);
    }
    await pause(wait);
  }
}

/** Undefined as long as the node does not answer. */
async function firstHeight(node: LocalNode, reader: BesuNode): Promise<bigint | undefined> {
  const info = await ifAwake(reader.info());
  if (info === undefined) return undefined;
  if (info.id !== node.id) throw new NodeIsOther(node.name, reader.url, info.id);
  return heightIfAwake(reader);
}

/** Undefined if the node does not answer now: a busy machine takes its time, and one that ended is noticed as a process. */
function heightIfAwake(reader: BesuNode): Promise<bigint | undefined> {
  return ifAwake(reader.height());
}

async function ifAwake<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof NodeSilent) return undefined;
    throw error;
  }
}

async function pause({ network, nodes, isNative, signal }: BlockWait): Promise<void> {
  await sleep(LOOK_MS, undefined, signal ? { signal } : {});
  if (!isNative) return;
  for (const node of nodes) {
    if (processOf(network.folder, node.name).state === "running") continue;
    const { said, isOfOtherChain } = lastWords(network.folder, node);
    if (isOfOtherChain) throw new ChainDataDiffers(node.name, node.folder, []);
    throw new NodeEnded(node.name, said);
  }
}

/** Who may seal the next block, and who of them answers from here, started now or before. */
async function awaitQuorum(
  wait: BlockWait,
  readers: ReadonlyMap<LocalNode, BesuNode>,
  untilMs: number,
): Promise<{ readonly validators: readonly Hex[]; readonly here: readonly Hex[] }> {
  const { network } = wait;
  const [asked] = readers;
  if (asked === undefined) return { validators: [], here: [] };
  const [node, reader] = asked;
  for (;;) {
    const validators = await ifAwake(validatorsOfNext(network, reader));
    if (validators !== undefined) {
      const own = network.nodes.filter(({ address }) => validators.includes(address));
      const answers = await Promise.all(own.map((each) => firstHeight(each, readerOf(each, network))));
      return { validators, here: own.filter((_, at) => answers[at] !== undefined).map(({ address }) => address) };
    }
    if (performance.now() > untilMs) throw new NodesSilent([node.name], wait.timeoutMs / 1000);
    await pause(wait);
  }
}

/** A validator elsewhere is seen by the connections that nodes here have to it. */
async function connectedAmong(
  validators: readonly Hex[],
  here: readonly Hex[],
  readers: Iterable<BesuNode>,
): Promise<number> {
  const peers = await Promise.all([...readers].map((reader) => ifAwake(reader.peers())));
  const addresses = new Set([...here, ...peers.flatMap((each) => (each ?? []).map(({ id }) => nodeAddress(id)))]);
  return validators.filter((address) => addresses.has(address)).length;
}

/** Those of the newest block, unless the genesis sets others for the one after it. */
async function validatorsOfNext({ genesis, consortium }: OpenedNetwork, reader: BesuNode): Promise<readonly Hex[]> {
  const set = validatorsSetAt(genesis, consortium.consensus, (await reader.height()) + 1n);
  return set ?? (await reader.validators("latest")) ?? [];
}

function readerOf({ name, rpcUrl }: LocalNode, { consortium }: OpenedNetwork): BesuNode {
  return besuNode({ name, url: rpcUrl, consensus: consortium.consensus, timeoutMs: ANSWER_MS });
}

function lowest(heights: readonly bigint[]): bigint {
  return heights.reduce((least, height) => (height < least ? height : least), heights[0] ?? 0n);
}
