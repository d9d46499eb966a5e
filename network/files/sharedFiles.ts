import { createHash } from "node:crypto";
import type { Consortium } from "../consortium/schema.js";
import type { Genesis } from "../genesis/makeGenesis.js";
import { type GeneratedFile, jsonText } from "./generatedFile.js";
import { staticNodes } from "./permissions.js";

/** Their names, in the order of the fingerprint. */
export const SHARED_FILES = ["consortium.json", "genesis.json", "static-nodes.json"] as const;

/** Files that all founders must have alike, byte for byte. */
export function sharedFiles(consortium: Consortium, genesis: Genesis): readonly GeneratedFile[] {
  return [
    { path: "consortium.json", text: jsonText(consortium) },
    { path: "genesis.json", text: jsonText(genesis) },
    { path: "static-nodes.json", text: staticNodes(consortium.nodes) },
  ];
}

const DIGITS = /.{4}/g;

/**
 * What founders compare by telephone: SHA-256 over the names and SHA-256 of the shared files, in groups of four digits. All
 * of it, since somebody who sends different files to different founders may try as many as they like beforehand.
 */
export function fingerprintOf(shared: readonly GeneratedFile[]): string {
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const list = shared.map(({ path, text }) => `${sha256(text)}  ${path}\n`).join("");
  return sha256(list).match(DIGITS)?.join(" ") ?? "";
}
