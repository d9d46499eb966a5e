import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { GeneratedFile } from "../files/generatedFile.js";
import { SHARED_FILES } from "../files/sharedFiles.js";
import { NetworkFolderInvalid } from "./errors.js";

/** A genesis with contracts in it has some hundred kilobytes. */
const LONGEST_BYTES = 16 * 1024 * 1024;

/**
 * The files of a folder that all founders must have alike, as they are: what is in them is not judged.
 * @returns In the order of the fingerprint.
 * @throws NetworkFolderInvalid
 */
export function readShared(folder: string): readonly GeneratedFile[] {
  return SHARED_FILES.map((path) => ({ path, text: read(folder, path) }));
}

function read(folder: string, name: string): string {
  try {
    const stats = statSync(join(folder, name));
    if (stats.isFile() && stats.size <= LONGEST_BYTES) return readFileSync(join(folder, name), "utf8");
  } catch (error) {
    throw new NetworkFolderInvalid(folder, `${name} cannot be read (${(error as NodeJS.ErrnoException).code})`, error);
  }
  throw new NetworkFolderInvalid(folder, `${name} is no file to read`);
}
