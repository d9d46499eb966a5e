import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { NodeUnreachable } from "../../../evidence/index.js";
import {
  blobFile,
  EvidenceReader,
  type EvidenceReport,
  type EvidenceScan,
  EvidenceVerifier,
  type Hex,
  parseRoots,
  type Roots,
  scanEvidence,
  WattproofError,
} from "../../../protocol/index.js";
import { reportFiguresOf } from "./figures.js";
import { groupFaults } from "./groupFaults.js";
import { historyOf } from "./history.js";
import type { EvidenceCounts, EvidenceOutcome, EvidenceProgress, NoJudgement, TrustedAt } from "./judgement.js";
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

/** Reads trusted roots from a chain for what a file speaks of. */
export type ReadRootsFor = (trust: Trust, scan: EvidenceScan) => Promise<Roots>;

/** Told what the check is at, and how far. */
type OnProgress = (progress: EvidenceProgress) => void;

/** The page is told of progress this often; oftener nobody sees. */
const TELL_EVERY_MS = 100;

function noJudgement(kind: NoJudgement["kind"], error: unknown, trust: Trust): NoJudgement {
  // The page words this one in the reader's language, with the address as the reader gave it.
  if (error instanceof NodeUnreachable) return { kind, code: error.code, message: trust.rpcUrl, next: error.next };
  const { code, message, next } = error instanceof WattproofError ? error : new CheckStopped(error);
  return { kind, code, message, next };
}

/** Tells of progress in one phase, but never more often than anybody could follow. */
function teller(phase: EvidenceProgress["phase"], totalBytes: number, onProgress: OnProgress) {
  let toldAtMs = Number.NEGATIVE_INFINITY;
  return ({ bytes, records }: { readonly bytes: number; readonly records: number }) => {
    const nowMs = performance.now();
    if (nowMs - toldAtMs < TELL_EVERY_MS) return;
    toldAtMs = nowMs;
    onProgress({ phase, records, bytes, totalBytes });
  };
}

/** What one reading of the file from beginning to end gives. */
interface Reading {
  readonly report: EvidenceReport;
  readonly counts: EvidenceCounts;
  readonly sha256: Hex;
}

/** Verifies, counts and hashes a file of any length while it is being read. Throws what the reader throws. */
async function verified(blob: Blob, roots: Roots, onProgress: OnProgress): Promise<Reading> {
  const hash = sha256.create();
  const devices = new Set<string>();
  let verifier: EvidenceVerifier | undefined;
  let batches = 0;
  let records = 0;
  let entries = 0;
  let missing = 0n;
  const reader = new EvidenceReader({
    head(head) {
      verifier = new EvidenceVerifier(head, roots);
      batches = head.batches.length;
    },
    entry(entry) {
      verifier?.add(entry);
      entries += 1;
      devices.add(entry.type === "Gap" ? entry.device : entry.header.device);
      if (entry.type === "Gap") missing += entry.toSequence - entry.fromSequence + 1n;
      else records += 1;
    },
  });
  const tell = teller("checking", blob.size, onProgress);
  for await (const chunk of blobFile(blob).open()) {
    hash.update(chunk);
    reader.push(chunk);
    tell(reader.progress);
  }
  reader.finish();
  return {
    // A reader that finished has given the head.
    report: (verifier as unknown as EvidenceVerifier).finish(),
    counts: { records, missing, entries, batches, devices: devices.size },
    sha256: `0x${bytesToHex(hash.digest())}`,
  };
}

/** The roots of the reader's file, or of the chain for what the evidence speaks of; or why there are none. */
async function trustedRoots(
  { evidence, roots, trust }: EvidenceJob,
  readRootsFor: ReadRootsFor,
  onProgress: OnProgress,
): Promise<Roots | NoJudgement> {
  const totalBytes = evidence.blob.size;
  let scan: EvidenceScan | undefined;
  if (!roots) {
    try {
      scan = await scanEvidence(blobFile(evidence.blob), teller("reading", totalBytes, onProgress));
    } catch (error) {
      return noJudgement("refused", error, trust);
    }
  }
  onProgress({ phase: "roots", records: 0, bytes: 0, totalBytes });
  try {
    return scan ? await readRootsFor(trust, scan) : parseRoots(await (roots as NamedBlob).blob.text());
  } catch (error) {
    return noJudgement("unable", error, trust);
  }
}

function trustedAt({ roots: file, trust }: EvidenceJob, roots: Roots): TrustedAt {
  const { chainId, genesisHash, directory, block } = roots;
  const from: TrustedAt["from"] = file ? { kind: "file", name: file.name } : { kind: "chain", rpcUrl: trust.rpcUrl };
  return { from, chainId, genesisHash, directory, block };
}

/** Checks an evidence file of any length against the chain or against a roots file; never throws. */
export async function checkEvidence(
  job: EvidenceJob,
  readRootsFor: ReadRootsFor,
  onProgress: OnProgress,
): Promise<EvidenceOutcome> {
  const startedAtMs = performance.now();
  const { name, blob } = job.evidence;
  const roots = await trustedRoots(job, readRootsFor, onProgress);
  if ("kind" in roots) return roots;
  let reading: Reading;
  try {
    reading = await verified(blob, roots, onProgress);
  } catch (error) {
    return noJudgement("refused", error, job.trust);
  }
  const { batteryPassportIdentifier, ok, faultCount, faults, figures } = reading.report;
  const passport = roots.passports.find((issued) => issued.batteryPassportIdentifier === batteryPassportIdentifier);
  return {
    kind: "judged",
    ok,
    batteryPassportIdentifier,
    faultCount,
    faults: groupFaults(faults),
    counts: reading.counts,
    figures: figures && reportFiguresOf(figures),
    history: figures && passport ? historyOf(figures, passport) : null,
    passport: passport ?? null,
    statusesNow: Object.fromEntries(
      roots.devices.flatMap(({ device, statuses }) => statuses.slice(-1).map(({ status }) => [device, status])),
    ),
    trusted: trustedAt(job, roots),
    file: { name, sizeBytes: blob.size, sha256: reading.sha256 },
    tookMs: performance.now() - startedAtMs,
  };
}
