import type { EvidenceBundle } from "./bundle.js";
import type { EvidenceReport } from "./report.js";
import type { Roots } from "./roots.js";
import { EvidenceVerifier, type VerifierOptions } from "./verifier.js";

export interface EvidenceCheck extends VerifierOptions {
  /** From `parseEvidence`. */
  readonly bundle: EvidenceBundle;
  /** What is trusted: from `parseRoots`, or read from a chain. */
  readonly roots: Roots;
}

/**
 * Checks a bundle against roots and reports its faults in history order; docs/evidence.md lists the checks. Pure: the
 * same bundle and roots give the same report anywhere. Never throws for a bundle of `parseEvidence`.
 */
export function verifyEvidence({ bundle, roots, ...options }: EvidenceCheck): EvidenceReport {
  const verifier = new EvidenceVerifier(bundle, roots, options);
  for (const entry of bundle.records) verifier.add(entry);
  return verifier.finish();
}
