import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, openSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { SecretFileExists, SecretFileUnwritable } from "../errors.js";

const OWNER_ONLY = 0o600;

/**
 * Writes a new file that only its owner may read: whole or not at all, and never over another.
 * @throws SecretFileExists, SecretFileUnwritable
 */
export function createSecretFile(path: string, text: string): void {
  withReasons(path, () => {
    const draft = writeDraft(path, text);
    try {
      // Unlike a rename, a link fails where there is a file already.
      linkSync(draft, path);
    } finally {
      unlinkSync(draft);
    }
    syncDirectory(path);
  });
}

/**
 * Replaces a file that only its owner may read, whole or not at all.
 * @throws SecretFileUnwritable
 */
export function replaceSecretFile(path: string, text: string): void {
  withReasons(path, () => {
    const draft = writeDraft(path, text);
    try {
      renameSync(draft, path);
    } catch (error) {
      unlinkSync(draft);
      throw error;
    }
    syncDirectory(path);
  });
}

/** A draft beside the file, on the disk. */
function writeDraft(path: string, text: string): string {
  const draft = `${path}.${randomBytes(6).toString("hex")}.new`;
  const file = openSync(draft, "wx", OWNER_ONLY);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } catch (error) {
    unlinkSync(draft);
    throw error;
  } finally {
    closeSync(file);
  }
  return draft;
}

function syncDirectory(path: string): void {
  // Windows opens no directories; there the file system keeps its own order.
  if (process.platform === "win32") return;
  const directory = openSync(dirname(path), "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

function withReasons(path: string, writing: () => void): void {
  try {
    writing();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw new SecretFileExists(path);
    throw new SecretFileUnwritable(path, error);
  }
}
