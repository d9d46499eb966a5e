import { accessSync, constants, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { EvidenceNameTooLong, OutputUnusable } from "./errors.js";

/** Longest name of a file on the file systems of Linux and macOS, bytes. */
const LONGEST_NAME_BYTES = 255;

/**
 * Makes the output folder and finds out whether files of these names can be written there, before hours are replayed
 * for nothing.
 * @returns Those of the names that a file has already.
 * Throws `OutputUnusable`, and `EvidenceNameTooLong` for a name that no file can have.
 */
export function openOutputFolder(folder: string, names: readonly string[]): string[] {
  const long = names.find((name) => Buffer.byteLength(name) > LONGEST_NAME_BYTES);
  if (long !== undefined) throw new EvidenceNameTooLong(long, LONGEST_NAME_BYTES);
  onDisk(folder, () => {
    makeFolder(resolve(folder));
    accessSync(folder, constants.W_OK | constants.X_OK);
  });
  return names.filter((name) => {
    const path = join(folder, name);
    return onDisk(path, () => {
      const present = statSync(path, { throwIfNoEntry: false });
      if (present === undefined) return false;
      if (!present.isFile()) throw new OutputUnusable(path, "it is there and no file");
      accessSync(path, constants.W_OK);
      return true;
    });
  });
}

/** Writes a file into the output folder. Throws `OutputUnusable`. */
export function writeOutput(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  onDisk(path, () => writeFileSync(path, text));
}

/** Node's own recursive `mkdirSync` never returns where the system lets nobody make a folder, as below /proc. */
function makeFolder(folder: string): void {
  const present = statSync(folder, { throwIfNoEntry: false });
  if (present?.isDirectory()) return;
  const parent = dirname(folder);
  if (present === undefined && parent !== folder) makeFolder(parent);
  mkdirSync(folder);
}

function onDisk<Value>(path: string, act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Error) || !("syscall" in error)) throw error;
    throw new OutputUnusable(path, "code" in error ? String(error.code) : "unknown", error);
  }
}
