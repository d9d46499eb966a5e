import type { EvidenceFile } from "../../../../protocol/index.js";
import { WattproofError } from "../../../../protocol/index.js";

const encoder = new TextEncoder();

/** A file of text, read in chunks of `chunkBytes`. */
export function textFile(text: string, chunkBytes = 1024): EvidenceFile {
  const bytes = encoder.encode(text);
  return {
    async *open() {
      for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.slice(at, at + chunkBytes);
    },
  };
}

/** A file that goes on as long as it is read: `start`, then `filler` again and again, `bytes` at most. */
export function endlessFile(
  start: string,
  filler: string,
  bytes: number,
): EvidenceFile & { readonly read: () => number } {
  const chunk = encoder.encode(filler.repeat(Math.ceil(65_536 / filler.length)));
  let read = 0;
  return {
    read: () => read,
    async *open() {
      const first = encoder.encode(start);
      for (let next: Uint8Array = first; read < bytes; next = chunk) {
        read += next.length;
        yield next;
      }
    },
  };
}

/** Code of the named error that `act` ends with. */
export async function codeOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
  } catch (error) {
    if (error instanceof WattproofError) return error.code;
    throw error;
  }
  return "none";
}
