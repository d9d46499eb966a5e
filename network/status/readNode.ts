import type { ValidatorVote } from "../../protocol/bft/index.js";
import { type Hex, WattproofError } from "../../protocol/index.js";
import type { ValidatorSource } from "../consortium/schema.js";
import type { LocalNode } from "../folder/openNetwork.js";
import type { Peer, PoolStatistics, SyncProgress } from "../rpc/answers.js";
import type { BesuNode, BftBlock } from "../rpc/besuNode.js";
import { NodeAnswerStrange } from "../rpc/errors.js";
import { NodeIsOther } from "../run/errors.js";

/** What a node said of itself. */
export interface NodeReport {
  readonly client: string;
  readonly chainId: bigint;
  readonly genesis: BftBlock;
  readonly head: BftBlock;
  readonly peers: readonly Peer[];
  readonly syncing: SyncProgress | undefined;
  readonly validators: readonly Hex[];
  readonly pendingVotes: readonly ValidatorVote[];
  readonly pool: PoolStatistics;
}

/**
 * Asks a node all about itself.
 * @param source Where the chain's validators are listed.
 * @returns An error in place of a report: one that is silent is no failure of whoever asks.
 */
export async function readNode(
  node: LocalNode,
  reader: BesuNode,
  source: ValidatorSource,
): Promise<NodeReport | WattproofError> {
  try {
    // One that is away is asked once.
    const info = await reader.info();
    if (info.id !== node.id) throw new NodeIsOther(node.name, reader.url, info.id);
    const [chainId, genesis, head, peers, syncing, validators, pendingVotes, pool] = await Promise.all([
      reader.chainId(),
      reader.block(0n),
      reader.block("latest"),
      reader.peers(),
      reader.syncing(),
      reader.validators("latest"),
      // Where a contract selects the validators nobody votes, and Besu does not offer the question.
      source === "contract" ? [] : reader.pendingVotes(),
      reader.pool(),
    ]);
    if (!genesis || !head || !validators) {
      throw new NodeAnswerStrange(node.name, "eth_getBlockByNumber", "the node has no first or no newest block");
    }
    return { client: info.client, chainId, genesis, head, peers, syncing, validators, pendingVotes, pool };
  } catch (error) {
    if (error instanceof WattproofError) return error;
    throw error;
  }
}
