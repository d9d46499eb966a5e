import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { NodeUnreachable } from "../../../evidence/index.js";
import {
  type EvidenceBundle,
  type EvidenceReport,
  type Hex,
  parseEvidence,
  parseRoots,
  type Roots,
  verifyEvidence,
  WattproofError,
} from "../../../protocol/index.js";
import { reportFiguresOf } from "./figures.js";
import { groupFaults } from "./groupFaults.js";
import { historyOf } from "./history.js";
import type { EvidenceCounts, EvidenceOutcome, EvidenceProgress, FileFacts, TrustedAt } from "./judgement.js";
import { CheckStopped } from "./problems.js";

/** Which chain a reader trusts, and through which node. */
export interface Trust {
  readonly rpcUrl: string;
  readonly directory: string;
}

/** A file by its name and bytes; the bytes stay where they are until they are read. */
export interface NamedBlob {
  readonly name: string;
  readonly blob: Blob;
}

export interface EvidenceJob {
  readonly kind: "evidence";
  readonly evidence: NamedBlob;
  /** A trusted roots file; without one the roots are read from the chain. */
  readonly roots?: NamedBlob;
  readonly trust: Trust;
}

/** Reads trusted roots from a chain for what a bundle speaks of. */
export type ReadRootsFor = (trust: Trust, bundle: EvidenceBundle) => Promise<Roots>;

function described(error: unknown, trust: Trust): { code: string; message: string; next: string } {
  // The page words this one in the reader's language, with the address as the reader gave it.
  if (error instanceof NodeUnreachable) return { code: error.code, message: trust.rpcUrl, next: error.next };
  const { code, message, next } = error instanceof WattproofError ? error : new CheckStopped(error);
  return { code, message, next };
}

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

function trustedAt({ roots: file, trust }: EvidenceJob, roots: Roots): TrustedAt {
  const { chainId, genesisHash, directory, block } = roots;
  const from: TrustedAt["from"] = file ? { kind: "file", name: file.name } : { kind: "chain", rpcUrl: trust.rpcUrl };
  return { from, chainId, genesisHash, directory, block };
}

/**
 * Checks an evidence file against the chain or against a roots file; never throws.
 * @param onProgress Told what the check is at, and how far.
 */
export async function checkEvidence(
  job: EvidenceJob,
  readRootsFor: ReadRootsFor,
  onProgress: (progress: EvidenceProgress) => void,
): Promise<EvidenceOutcome> {
  const startedAtMs = performance.now();
  const { blob, name } = job.evidence;
  const totalBytes = blob.size;
  let bundle: EvidenceBundle;
  let file: FileFacts;
  try {
    const text = await blob.text();
    file = { name, sizeBytes: totalBytes, sha256: `0x${bytesToHex(sha256(new TextEncoder().encode(text)))}` as Hex };
    bundle = parseEvidence(text);
  } catch (error) {
    return { kind: "refused", ...described(error, job.trust) };
  }
  onProgress({ phase: "roots", records: 0, bytes: 0, totalBytes });
  let roots: Roots;
  try {
    roots = job.roots ? parseRoots(await job.roots.blob.text()) : await readRootsFor(job.trust, bundle);
  } catch (error) {
    return { kind: "unable", ...described(error, job.trust) };
  }
  onProgress({ phase: "checking", records: 0, bytes: 0, totalBytes });
  const report: EvidenceReport = verifyEvidence({ bundle, roots });
  const { batteryPassportIdentifier, ok, faultCount, faults, figures } = report;
  const passport = roots.passports.find((issued) => issued.batteryPassportIdentifier === batteryPassportIdentifier);
  return {
    kind: "judged",
    ok,
    batteryPassportIdentifier,
    faultCount,
    faults: groupFaults(faults),
    counts: countsOf(bundle),
    figures: figures && reportFiguresOf(figures),
    history: figures && passport ? historyOf(figures, passport) : null,
    passport: passport ?? null,
    trusted: trustedAt(job, roots),
    file,
    tookMs: performance.now() - startedAtMs,
  };
}
