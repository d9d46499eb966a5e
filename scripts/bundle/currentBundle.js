// The command line bundled into a few files of plain JavaScript: it starts several times as fast as from its sources.
// Plain JavaScript itself, and nothing newer than Node 20 knows: the launcher asks here before anything can be translated.
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
/** Folder of the bundle. */
export const BUNDLE = join(ROOT, "dist", "commandLine");
/** JSON: path of each file that the bundle was made from, relative to the root, and its stamp. */
export const STAMPS = join(BUNDLE, "stamps.json");

/**
 * What changes whenever a file does: the time of its last change and its size.
 * @param {string} path From the root.
 * @returns {string} `none` if there is no such file.
 */
export function stampOf(path) {
  const status = statSync(join(ROOT, path), { throwIfNoEntry: false });
  return status ? `${status.mtimeMs} ${status.size}` : "none";
}

/**
 * Path of the bundle's entry, or undefined if there is no bundle or any file that it was made from has changed since: then
 * the sources are what to run.
 * @returns {string | undefined}
 */
export function currentBundle() {
  if (!existsSync(STAMPS)) return undefined;
  const stamps = Object.entries(JSON.parse(readFileSync(STAMPS, "utf8")));
  return stamps.every(([path, stamp]) => stampOf(path) === stamp) ? join(BUNDLE, "wattproof.js") : undefined;
}
