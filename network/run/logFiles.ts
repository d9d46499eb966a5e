import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import type { LocalNode } from "../folder/openNetwork.js";

/** A node's log, which it rotates itself: five older ones of 10 MB lie beside it, compressed. */
export function logFile(node: LocalNode): string {
  return join(node.folder, "logs", "besu.log");
}

/** What is read of a file's end at most, bytes. */
const TAIL_BYTES = 1024 * 1024;

/** The last lines of a file; none if it is not there. @param count Most of them. */
export function readTail(path: string, count: number): readonly string[] {
  const file = openIfThere(path);
  if (file === undefined) return [];
  try {
    const { size } = fstatSync(file);
    const from = Math.max(0, size - TAIL_BYTES);
    const lines = textOf(file, from, size).split("\n");
    if (lines.at(-1) === "") lines.pop();
    // The first may have begun before.
    return lines.slice(from === 0 ? 0 : 1).slice(-count);
  } finally {
    closeSync(file);
  }
}

/** Reads what is written to a file from now on; finds out when another file has taken its place. */
export class LogFollower {
  readonly #path: string;
  #inode: number | undefined;
  #position = 0;
  #unfinished = "";

  constructor(path: string) {
    this.#path = path;
    const file = openIfThere(path);
    if (file === undefined) return;
    const { size, ino } = fstatSync(file);
    closeSync(file);
    this.#inode = ino;
    this.#position = size;
  }

  /** Whole lines that were written since the last call. */
  read(): readonly string[] {
    const file = openIfThere(this.#path);
    if (file === undefined) return [];
    try {
      const { size, ino } = fstatSync(file);
      if (ino !== this.#inode || size < this.#position) this.#position = 0;
      this.#inode = ino;
      const to = Math.min(size, this.#position + TAIL_BYTES);
      const lines = (this.#unfinished + textOf(file, this.#position, to)).split("\n");
      this.#position = to;
      this.#unfinished = lines.pop() ?? "";
      return lines;
    } finally {
      closeSync(file);
    }
  }
}

function textOf(file: number, from: number, to: number): string {
  const bytes = Buffer.alloc(to - from);
  const count = readSync(file, bytes, 0, bytes.length, from);
  return bytes.toString("utf8", 0, count);
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
