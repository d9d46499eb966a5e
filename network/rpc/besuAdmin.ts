import { z } from "zod";
import type { ValidatorVote } from "../../protocol/bft/index.js";
import { type Hex, type NodeEndpoint, parseEnodeUrl } from "../../protocol/index.js";
import { askNode } from "./askNode.js";
import type { BesuEndpoint } from "./besuNode.js";
import { NodeAnswerStrange } from "./errors.js";

/**
 * What a node is told to do by those who run it: Besu's APIs ADMIN and PERM, and the votes of its consensus. Each throws
 * `NodeSilent`, `NodeAnswerStrange`, `NodeRefuses` or `NodeApiDisabled`.
 */
export interface BesuAdmin {
  /** Votes for or against a validator in each block that the node proposes, until that is decided or taken back. */
  readonly castVote: (vote: ValidatorVote) => Promise<void>;
  readonly discardVote: (recipient: Hex) => Promise<void>;
  /** Connects to a node and stays connected. False if it does so already. */
  readonly addPeer: (enode: string) => Promise<boolean>;
  /** Disconnects from a node by the id in its enode URL. False if it was not told to stay connected. */
  readonly removePeer: (enode: string) => Promise<boolean>;
  /** Nodes that may connect, as the node has them in memory. */
  readonly allowedPeers: () => Promise<readonly NodeEndpoint[]>;
  /** Reads `permissions_config.toml` again, and drops whom it does not list any more. */
  readonly reloadPermissions: () => Promise<void>;
}

const DONE = z.literal(true);
const SUCCESS = z.literal("Success");

/** Tells a node what to do. Connects to nothing yet. */
export function besuAdmin({ consensus, ...endpoint }: BesuEndpoint): BesuAdmin {
  const tell = <T>(method: string, params: readonly unknown[], schema: z.ZodType<T>) =>
    askNode(endpoint, method, params, schema);
  // Besu calls IBFT 2.0 by the name of its predecessor.
  const prefix = consensus === "qbft" ? "qbft" : "ibft";
  return {
    castVote: async ({ recipient, adds }) => {
      await tell(`${prefix}_proposeValidatorVote`, [recipient, adds], DONE);
    },
    discardVote: async (recipient) => {
      await tell(`${prefix}_discardValidatorVote`, [recipient], DONE);
    },
    addPeer: (enode) => tell("admin_addPeer", [enode], z.boolean()),
    removePeer: (enode) => tell("admin_removePeer", [enode], z.boolean()),
    allowedPeers: async () => {
      const method = "perm_getNodesAllowlist";
      const urls = await tell(method, [], z.array(z.string()));
      return urls.map((url) => endpointOf(url, endpoint.name, method));
    },
    reloadPermissions: async () => {
      await tell("perm_reloadPermissionsFromFile", [], SUCCESS);
    },
  };
}

function endpointOf(url: string, node: string, method: string): NodeEndpoint {
  try {
    // Besu writes this behind nodes that it does not look for over UDP.
    return parseEnodeUrl(url.replace(/\?discport=\d+$/, ""));
  } catch (error) {
    throw new NodeAnswerStrange(node, method, "it lists what is no enode URL", error);
  }
}
