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

/** A file that is made while it is read. */
export interface GeneratedFile extends EvidenceFile {
  /** Bytes that were asked for so far. */
  readonly read: () => number;
}

/** A file of the pieces of text that `pieces` makes, read in chunks of 64 KiB or a piece. */
export function generatedFile(pieces: () => Iterable<string>): GeneratedFile {
  let read = 0;
  return {
    read: () => read,
    async *open() {
      let text = "";
      for (const piece of pieces()) {
        text += piece;
        if (text.length < 65_536) continue;
        const chunk = encoder.encode(text);
        read += chunk.length;
        text = "";
        yield chunk;
      }
      yield encoder.encode(text);
    },
  };
}

/** A file that goes on as long as it is read: `start`, then `filler` again and again, `bytes` at most. */
export function endlessFile(start: string, filler: string, bytes: number): GeneratedFile {
  const piece = filler.repeat(Math.ceil(65_536 / filler.length));
  return generatedFile(function* () {
    yield start;
    for (let made = 0; made < bytes; made += piece.length) yield piece;
  });
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
