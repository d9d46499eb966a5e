import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { LONGEST_DOCUMENT } from "../../protocol/json/document.js";
import { FileTooLarge, FileUnreadable } from "./errors.js";

/** Without it, opening a pipe waits for somebody to write into it. Windows has neither the flag nor such pipes. */
const WITHOUT_WAITING = constants.O_NONBLOCK ?? 0;

/** Far more than anything that people or commands write for one call has, bytes. */
export const SMALL_FILE_BYTES = 64 * 1024;

/**
 * Text of a file that the user named. Nothing is read before it is known to be a file of bearable size: a pipe may stay
 * silent for ever, and a device may never end.
 * @param longestBytes Size from which on the file is refused, bytes.
 * @throws FileUnreadable, FileTooLarge
 */
export function readText(path: string, longestBytes = LONGEST_DOCUMENT): string {
  return withReasons(path, () => {
    const file = openRegular(path);
    try {
      const { size } = fstatSync(file);
      if (size > longestBytes) throw new FileTooLarge(path, size, longestBytes);
      return readBytes(file, size).toString("utf8");
    } finally {
      closeSync(file);
    }
  });
}

/**
 * The bytes of a file that the user named, whatever its length. Each chunk is valid until the next one is asked for.
 * @throws FileUnreadable
 */
export function* readChunks(path: string): Generator<Uint8Array> {
  const file = withReasons(path, () => openRegular(path));
  const chunk = new Uint8Array(CHUNK_BYTES);
  try {
    for (;;) {
      const count = withReasons(path, () => readSync(file, chunk, 0, chunk.length, null));
      if (count === 0) return;
      yield chunk.subarray(0, count);
    }
  } finally {
    closeSync(file);
  }
}

const CHUNK_BYTES = 256 * 1024;

function openRegular(path: string): number {
  const file = openSync(path, constants.O_RDONLY | WITHOUT_WAITING);
  try {
    requireRegular(path, fstatSync(file));
    return file;
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/**
 * Says at once that a file is missing, before minutes of work have gone by.
 * @throws FileUnreadable
 */
export function requireFile(path: string): void {
  withReasons(path, () => requireRegular(path, statSync(path)));
}

function requireRegular(path: string, stats: Stats): void {
  if (stats.isDirectory()) throw new FileUnreadable(path, "is a directory");
  if (!stats.isFile()) throw new FileUnreadable(path, "is a pipe, a socket or a device, not a regular file");
}

/** The first `sizeBytes` of a file, fewer if it has been cut short meanwhile. */
function readBytes(file: number, sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(sizeBytes);
  let filled = 0;
  while (filled < sizeBytes) {
    const count = readSync(file, bytes, filled, sizeBytes - filled, null);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  EACCES: "may not be read by this user",
  EISDIR: "is a directory",
};

function withReasons<T>(path: string, reading: () => T): T {
  try {
    return reading();
  } catch (error) {
    if (error instanceof FileUnreadable || error instanceof FileTooLarge) throw error;
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new FileUnreadable(path, REASONS[code] ?? `cannot be read (${code || message})`, error);
  }
}
