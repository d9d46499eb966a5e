import { lstat, readdir, stat, statfs } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { LocalNode } from "../folder/openNetwork.js";
import { DiskUnreadable } from "./errors.js";

/** What a node takes of its disk, and what is left. */
export interface DiskUse {
  /** The node's name. */
  readonly node: string;
  readonly dataBytes: number;
  readonly logBytes: number;
  /** Of the file system on which the node's data are: what is left to others than root, and its size. */
  readonly freeBytes: number;
  readonly sizeBytes: number;
  /** Nodes with the same number share a file system. */
  readonly device: number;
}

/** Files are told in blocks of 512 bytes (POSIX, `stat`), whatever the file system's own blocks are. */
const BLOCK_BYTES = 512;

/**
 * Reads how much disk a node takes: blocks that are allocated, not lengths, since databases reserve and leave holes.
 * @throws DiskUnreadable
 */
export async function readDisk(node: LocalNode): Promise<DiskUse> {
  const data = resolve(node.folder, node.dataPath);
  try {
    const place = (await isThere(data)) ? data : node.folder;
    const [dataBytes, logBytes, { bavail, blocks, bsize }, { dev }] = await Promise.all([
      bytesUnder(data),
      bytesUnder(join(node.folder, "logs")),
      statfs(place),
      stat(place),
    ]);
    return { node: node.name, dataBytes, logBytes, freeBytes: bavail * bsize, sizeBytes: blocks * bsize, device: dev };
  } catch (error) {
    throw new DiskUnreadable(node.name, data, error);
  }
}

/** Follows no link but the first. A file of several names is counted once. */
async function bytesUnder(folder: string): Promise<number> {
  const counted = new Set<number>();
  const bytesIn = async (path: string): Promise<number> => {
    let sum = 0;
    for (const name of await unlessGone(readdir(path), [])) {
      const inner = join(path, name);
      const stats = await unlessGone(lstat(inner), undefined);
      if (stats === undefined) continue;
      if (stats.isDirectory()) sum += await bytesIn(inner);
      else if (stats.nlink === 1 || !counted.has(stats.ino)) sum += BLOCK_BYTES * stats.blocks;
      counted.add(stats.ino);
    }
    return sum;
  };
  return bytesIn(folder);
}

const isThere = async (path: string) => (await unlessGone(stat(path), undefined)) !== undefined;

/** A node that runs deletes files while they are counted. */
async function unlessGone<T, U>(reading: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return otherwise;
    throw error;
  }
}
