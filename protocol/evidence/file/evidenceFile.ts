/** A file that can be read from its beginning more than once. */
export interface EvidenceFile {
  /** Its bytes in chunks; a chunk is valid until the next one is asked for. */
  open(): AsyncIterable<Uint8Array>;
}

/** A file that a browser holds, such as one that was dropped on a page. */
export function blobFile(blob: Blob): EvidenceFile {
  return { open: () => chunksOf(blob.stream()) };
}

/** The chunks of a stream. Not every browser lets a stream be iterated over itself. */
export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Whoever stops early needs no more of it; an error in closing would hide why.
    await reader.cancel().catch(() => undefined);
  }
}
