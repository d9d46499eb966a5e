import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** What all who run nodes of a chain have alike. */
export const SHARED_FILES = ["consortium.json", "genesis.json", "static-nodes.json"] as const;

/** Copies the files that all have into a new folder. */
export function copySharedFiles(folder: string, out: string): void {
  mkdirSync(out);
  for (const file of SHARED_FILES) cpSync(join(folder, file), join(out, file));
}

/** Moves a node into a new folder of its own, as if another organisation ran it on another machine. */
export function separateNode(folder: string, node: string, out: string): void {
  copySharedFiles(folder, out);
  cpSync(join(folder, "nodes", node), join(out, "nodes", node), { recursive: true });
  rmSync(join(folder, "nodes", node), { recursive: true });
}
