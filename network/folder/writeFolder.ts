import {
  closeSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { GeneratedFile } from "../files/generatedFile.js";
import { OutFolderUnfit } from "./errors.js";

const OPEN_FOLDER = 0o755;
const SECRET_FOLDER = 0o700;
const OPEN_FILE = 0o644;
const SECRET_FILE = 0o600;

/**
 * Refuses a folder that holds anything, before any work is done.
 * @throws OutFolderUnfit
 */
export function requireOutFolder(path: string): void {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return;
    if (!stats.isDirectory()) throw new OutFolderUnfit(path, "is a file");
    if (readdirSync(path).length > 0) throw new OutFolderUnfit(path, "is not empty");
  } catch (error) {
    throw named(path, error);
  }
  // The shell that the command was started in would be left in a folder that is gone.
  if (resolve(path) === process.cwd()) throw new OutFolderUnfit(path, "is the one that the command runs in");
}

/**
 * Writes a folder whole or not at all: into a sibling with a name of its own, which takes the folder's place at the end.
 * @param path Does not exist yet, or is empty. @param empty Folders without files; as secret as what will lie in them.
 * @throws OutFolderUnfit
 */
export function writeFolder(path: string, files: readonly GeneratedFile[], empty: readonly string[] = []): void {
  requireOutFolder(path);
  const out = resolve(path);
  let draft: string | undefined;
  try {
    mkdirSync(dirname(out), { recursive: true });
    draft = mkdtempSync(join(dirname(out), `.${basename(out)}.unfinished-`));
    const whole = join(draft, "whole");
    mkdirSync(whole, { mode: OPEN_FOLDER });
    // Folders of secrets first, so that none is made open by a file in it that is not secret.
    for (const { path: file, isSecret } of files) if (isSecret) makeFolder(whole, dirname(file), SECRET_FOLDER);
    for (const folder of empty) makeFolder(whole, folder, SECRET_FOLDER);
    for (const file of files) writeFile(whole, file);
    renameSync(whole, out);
  } catch (error) {
    throw named(path, error);
  } finally {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true });
  }
}

/** Makes a folder and those around it; the one named gets `mode`, unless it is the root. */
function makeFolder(root: string, folder: string, mode: number): void {
  if (folder === ".") return;
  mkdirSync(dirname(join(root, folder)), { recursive: true, mode: OPEN_FOLDER });
  mkdirSync(join(root, folder), { recursive: true, mode });
}

function writeFile(root: string, { path, text, isSecret }: GeneratedFile): void {
  makeFolder(root, dirname(path), OPEN_FOLDER);
  const file = openSync(join(root, path), "wx", isSecret ? SECRET_FILE : OPEN_FILE);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function named(path: string, error: unknown): OutFolderUnfit {
  if (error instanceof OutFolderUnfit) return error;
  const { code = "", message } = error as NodeJS.ErrnoException;
  return new OutFolderUnfit(path, `cannot be written (${code || message})`, error);
}
