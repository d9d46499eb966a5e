import type { EvidenceReport } from "../report.js";
import type { Roots } from "../roots.js";
import { EvidenceVerifier, type VerifierOptions } from "../verifier.js";
import type { EvidenceFile } from "./evidenceFile.js";
import { type EvidenceProgress, EvidenceReader } from "./readEvidence.js";
import { readAll } from "./scanEvidence.js";

export interface FileCheck extends VerifierOptions {
  readonly file: EvidenceFile;
  /** What is trusted: from `parseRoots`, or by `readRoots` with what `scanEvidence` says of the file. */
  readonly roots: Roots;
  readonly onProgress?: (progress: EvidenceProgress) => void;
}

/**
 * Checks a file of any length while it is being read, in memory that grows by a few hundred bytes per record. The verdict
 * is that of `verifyEvidence`; of a file that is refused for certain the rest is not read.
 * Throws `EvidenceUnreadable`, `SchemaUnsupported`, `EvidenceTooLarge` and `EvidenceHeadLate`.
 */
export async function verifyFile({ file, roots, onProgress, ...options }: FileCheck): Promise<EvidenceReport> {
  let verifier: EvidenceVerifier | undefined;
  const reader = new EvidenceReader({
    head: (head) => {
      verifier = new EvidenceVerifier(head, roots, options);
    },
    entry: (entry) => verifier?.add(entry),
  });
  await readAll(file, reader, { onProgress, isEnough: () => verifier?.isDecided === true });
  // A reader that finished has given the head.
  return (verifier as unknown as EvidenceVerifier).finish();
}
