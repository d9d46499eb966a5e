import { existsSync } from "node:fs";
import { join } from "node:path";

/** Name of the document that says who founds a network, in its folder. */
export const CONSORTIUM_FILE = "consortium.json";

/** Whether `path` is a folder that `wattproof network init` or `join` wrote. */
export function isNetworkFolder(path: string): boolean {
  return existsSync(join(path, CONSORTIUM_FILE));
}
