import { z } from "zod";
import {
  type BftConsensus,
  type BftExtraData,
  type BlockHeader,
  bftHeaderOf,
  decodeExtraData,
  type ValidatorVote,
} from "../../protocol/bft/index.js";
import { type Hex, WattproofError } from "../../protocol/index.js";
import {
  hex,
  NODE_INFO,
  type NodeInfo,
  PEERS,
  PENDING_VOTES,
  type Peer,
  POOL_STATISTICS,
  type PoolStatistics,
  quantity,
  SYNCING,
  type SyncProgress,
  VALIDATORS,
} from "./answers.js";
import { askNode, type RpcEndpoint } from "./askNode.js";
import { NodeAnswerStrange } from "./errors.js";

/** Which block: by its number, or the newest that the node has. */
export type BlockTag = bigint | "latest";

/** A block's header, with its hash computed from it and what its consensus wrote into it. */
export interface BftBlock {
  readonly hash: Hex;
  readonly header: BlockHeader;
  readonly extra: BftExtraData;
}

/**
 * What a node of a BFT chain is asked. Each question throws `NodeSilent`, `NodeAnswerStrange`, `NodeRefuses` or
 * `NodeApiDisabled`.
 */
export interface BesuNode {
  readonly name: string;
  readonly url: string;
  readonly chainId: () => Promise<bigint>;
  /** Number of the newest block. */
  readonly height: () => Promise<bigint>;
  /** A block whose hash fits its header; undefined if the node does not have it. */
  readonly block: (tag: BlockTag) => Promise<BftBlock | undefined>;
  /** Validators of a block, as the node derived them; undefined if the node does not have the block. */
  readonly validators: (tag: BlockTag) => Promise<readonly Hex[] | undefined>;
  /** Votes on validators that this node casts when it proposes a block. */
  readonly pendingVotes: () => Promise<readonly ValidatorVote[]>;
  readonly info: () => Promise<NodeInfo>;
  readonly peers: () => Promise<readonly Peer[]>;
  readonly peerCount: () => Promise<number>;
  readonly pool: () => Promise<PoolStatistics>;
  /** Undefined if the node is not catching up. */
  readonly syncing: () => Promise<SyncProgress | undefined>;
}

export interface BesuEndpoint extends RpcEndpoint {
  readonly consensus: BftConsensus;
}

/** A reader of Besu's JSON-RPC (https://besu.hyperledger.org/private-networks/reference/api). Connects to nothing yet. */
export function besuNode({ consensus, ...endpoint }: BesuEndpoint): BesuNode {
  const ask = <T>(method: string, params: readonly unknown[], schema: z.ZodType<T>) =>
    askNode(endpoint, method, params, schema);
  // Besu calls IBFT 2.0 by the name of its predecessor.
  const prefix = consensus === "qbft" ? "qbft" : "ibft";
  return {
    name: endpoint.name,
    url: endpoint.url,
    chainId: () => ask("eth_chainId", [], quantity),
    height: () => ask("eth_blockNumber", [], quantity),
    block: async (tag) => {
      const method = "eth_getBlockByNumber";
      const answer = await ask(method, [tagText(tag), false], z.looseObject({ hash: hex(32) }).nullable());
      return answer === null ? undefined : blockOf(consensus, answer, tag, { node: endpoint.name, method });
    },
    validators: async (tag) =>
      (await ask(`${prefix}_getValidatorsByBlockNumber`, [tagText(tag)], VALIDATORS)) ?? undefined,
    pendingVotes: () => ask(`${prefix}_getPendingVotes`, [], PENDING_VOTES),
    info: () => ask("admin_nodeInfo", [], NODE_INFO),
    peers: () => ask("admin_peers", [], PEERS),
    peerCount: async () => Number(await ask("net_peerCount", [], quantity)),
    pool: () => ask("txpool_besuStatistics", [], POOL_STATISTICS),
    syncing: () => ask("eth_syncing", [], SYNCING),
  };
}

interface Question {
  readonly node: string;
  readonly method: string;
}

function blockOf(
  consensus: BftConsensus,
  answer: { readonly hash: Hex },
  tag: BlockTag,
  { node, method }: Question,
): BftBlock {
  try {
    const header = bftHeaderOf(consensus, answer);
    if (tag !== "latest" && header.number !== tag) {
      throw new NodeAnswerStrange(node, method, `it is block ${header.number}, not ${tag}`);
    }
    return { hash: answer.hash, header, extra: decodeExtraData(consensus, header.extraData) };
  } catch (error) {
    if (!(error instanceof WattproofError) || error instanceof NodeAnswerStrange) throw error;
    throw new NodeAnswerStrange(node, method, error.message.replace(/\.$/, ""), error);
  }
}

const tagText = (tag: BlockTag) => (tag === "latest" ? tag : `0x${tag.toString(16)}`);
