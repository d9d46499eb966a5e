import { NodeUnreachable } from "../../../evidence/index.js";
import {
  type EvidenceBundle,
  type EvidenceReport,
  parseEvidence,
  parseRoots,
  type Roots,
  verifyEvidence,
  WattproofError,
} from "../../../protocol/index.js";
import { CheckStopped } from "./problems.js";

/** Which chain a reader trusts, and through which node. */
export interface Trust {
  readonly rpcUrl: string;
  readonly directory: string;
}

/** What the bundle held, for the sentence that says how much was checked. */
export interface EvidenceCounts {
  readonly records: number;
  readonly missing: bigint;
  readonly entries: number;
  readonly batches: number;
  readonly devices: number;
}

/** Where the trusted roots came from. */
export type RootsSource =
  | { readonly kind: "chain"; readonly rpcUrl: string; readonly block: bigint }
  | { readonly kind: "file"; readonly name: string; readonly block: bigint };

export type EvidenceOutcome =
  | {
      readonly kind: "judged";
      readonly report: EvidenceReport;
      readonly counts: EvidenceCounts;
      readonly source: RootsSource;
      readonly tookMs: number;
    }
  /** The file is no evidence at all. */
  | { readonly kind: "refused"; readonly code: string; readonly message: string; readonly next: string }
  /** Nothing can be said about the file. */
  | { readonly kind: "unable"; readonly code: string; readonly message: string; readonly next: string };

export type EvidencePhase = "roots" | "checking";

export interface EvidenceJob {
  readonly kind: "evidence";
  readonly evidenceText: string;
  /** A trusted roots file; without one the roots are read from the chain. */
  readonly roots?: { readonly name: string; readonly text: string };
  readonly trust: Trust;
}

/** Reads trusted roots from a chain for the passports of a bundle. */
export type ReadRootsFor = (trust: Trust, bundle: EvidenceBundle) => Promise<Roots>;

function countsOf(bundle: EvidenceBundle): EvidenceCounts {
  const devices = new Set<string>();
  let records = 0;
  let missing = 0n;
  for (const entry of bundle.records) {
    if (entry.type === "Gap") {
      devices.add(entry.device);
      missing += entry.toSequence - entry.fromSequence + 1n;
    } else {
      devices.add(entry.header.device);
      records += 1;
    }
  }
  return { records, missing, entries: bundle.records.length, batches: bundle.batches.length, devices: devices.size };
}

function described(error: unknown, trust: Trust): { code: string; message: string; next: string } {
  // The page words this one in the reader's language, with the address as the reader gave it.
  if (error instanceof NodeUnreachable) return { code: error.code, message: trust.rpcUrl, next: error.next };
  const { code, message, next } = error instanceof WattproofError ? error : new CheckStopped(error);
  return { code, message, next };
}

/**
 * Checks an evidence file against the chain or against a roots file; never throws.
 * @param onPhase Told when reading roots begins and when checking begins.
 */
export async function checkEvidence(
  job: EvidenceJob,
  readRootsFor: ReadRootsFor,
  onPhase: (phase: EvidencePhase) => void,
): Promise<EvidenceOutcome> {
  const startedAtMs = performance.now();
  let bundle: EvidenceBundle;
  try {
    bundle = parseEvidence(job.evidenceText);
  } catch (error) {
    return { kind: "refused", ...described(error, job.trust) };
  }
  onPhase("roots");
  let roots: Roots;
  try {
    roots = job.roots ? parseRoots(job.roots.text) : await readRootsFor(job.trust, bundle);
  } catch (error) {
    return { kind: "unable", ...described(error, job.trust) };
  }
  onPhase("checking");
  const report = verifyEvidence({ bundle, roots });
  const block = roots.block.number;
  return {
    kind: "judged",
    report,
    counts: countsOf(bundle),
    source: job.roots
      ? { kind: "file", name: job.roots.name, block }
      : { kind: "chain", rpcUrl: job.trust.rpcUrl, block },
    tookMs: performance.now() - startedAtMs,
  };
}
