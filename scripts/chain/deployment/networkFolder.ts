import { existsSync } from "node:fs";
import { join } from "node:path";
import { NodeNotHere, nodesNamed, openNetwork } from "../../../network/index.js";

/** Name of the document that says who founds a network, in its folder. */
export const CONSORTIUM_FILE = "consortium.json";

/** Whether `path` is a folder that `wattproof network init` or `join` wrote. */
export function isNetworkFolder(path: string): boolean {
  return existsSync(join(path, CONSORTIUM_FILE));
}

/** JSON-RPC of the first node that is run from a network's folder. Throws `NodeNotHere`, and what `openNetwork` throws. */
export function firstNodeOf(folder: string): string {
  const [first] = nodesNamed(openNetwork(folder));
  if (first === undefined) throw new NodeNotHere(folder, undefined, []);
  return first.rpcUrl;
}
