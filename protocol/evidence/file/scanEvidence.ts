import type { BatchReference, EvidenceHead } from "../bundle.js";
import type { EvidenceFile } from "./evidenceFile.js";
import { type EvidenceProgress, EvidenceReader } from "./readEvidence.js";

/** What a file speaks of: enough to read its roots from a chain. */
export interface EvidenceScan extends Pick<EvidenceHead, "chain" | "passport"> {
  /** The batches that the file's records are in. No other can prove anything. */
  readonly batches: readonly BatchReference[];
}

/**
 * Reads all of a file, without checking more than its form, and says what it speaks of.
 * Throws `EvidenceUnreadable`, `SchemaUnsupported`, `EvidenceTooLarge` and `EvidenceHeadLate`.
 */
export async function scanEvidence(
  file: EvidenceFile,
  onProgress?: (progress: EvidenceProgress) => void,
): Promise<EvidenceScan> {
  let head: EvidenceHead | undefined;
  let isUsed = new Uint8Array();
  const reader = new EvidenceReader({
    head: (read) => {
      head = read;
      isUsed = new Uint8Array(read.batches.length);
    },
    entry: ({ batch }) => {
      // An index beyond the batches is for the verifier to fault; writing it here changes nothing.
      isUsed[batch] = 1;
    },
  });
  await readAll(file, reader, { onProgress });
  const { chain, passport, batches } = head as unknown as EvidenceHead;
  return { chain, passport, batches: batches.filter((_, index) => isUsed[index] === 1) };
}

export interface ReadAllOptions {
  readonly onProgress?: ((progress: EvidenceProgress) => void) | undefined;
  /** Asked after each chunk; the rest of the file is left unread once it says so. */
  readonly isEnough?: () => boolean;
}

/** Feeds a file to a reader. Throws what the reader and the file throw. */
export async function readAll(
  file: EvidenceFile,
  reader: EvidenceReader,
  { onProgress, isEnough }: ReadAllOptions,
): Promise<void> {
  for await (const chunk of file.open()) {
    reader.push(chunk);
    onProgress?.(reader.progress);
    if (isEnough?.()) return;
  }
  reader.finish();
}
