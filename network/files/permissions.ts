import { stringify } from "smol-toml";
import { enodeUrl, type NodeEndpoint } from "../../protocol/index.js";
import { jsonText } from "./generatedFile.js";

/** `static-nodes.json`: whom each node connects to and stays connected to. */
export function staticNodes(nodes: readonly NodeEndpoint[]): string {
  return jsonText(nodes.map(enodeUrl));
}

/**
 * A node's `permissions_config.toml`: whom it lets connect; and which accounts may send, once that is switched on. A node
 * writes it anew when its list is changed by `perm_addNodesToAllowlist` and the like, so each has one of its own.
 * @param accounts Those of the consortium's organisations.
 */
export function permissionsConfig(nodes: readonly NodeEndpoint[], accounts: readonly string[]): string {
  return stringify({ "nodes-allowlist": nodes.map(enodeUrl), "accounts-allowlist": accounts });
}
