import type { DeviceStatus, EvidenceFaultCode, Hex, PassportRoots } from "../../../protocol/index.js";
import type { ReportFigures } from "./figures.js";
import type { HistoryColumns } from "./history.js";

/** The file that was judged, so that a printed report names exactly one. */
export interface FileFacts {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: Hex;
}

/** What was trusted, and where it came from. */
export interface TrustedAt {
  readonly from: { readonly kind: "chain"; readonly rpcUrl: string } | { readonly kind: "file"; readonly name: string };
  readonly chainId: bigint;
  readonly genesisHash: Hex;
  readonly directory: Hex;
  readonly block: { readonly number: bigint; readonly hash: Hex; readonly timestampS: bigint };
}

/** One place where a fault was found. */
export interface FaultPlace {
  readonly message: string;
  readonly sequence?: bigint;
}

/** All faults of one code; a hostile file has a million, a reader needs the first few of each kind. */
export interface FaultGroup {
  readonly code: EvidenceFaultCode;
  readonly count: number;
  readonly places: readonly FaultPlace[];
}

/** How much of the file was looked at. */
export interface EvidenceCounts {
  readonly records: number;
  readonly missing: bigint;
  readonly entries: number;
  readonly batches: number;
  readonly devices: number;
}

/** What a check says of a file, small however long the file is. */
export interface Judgement {
  readonly kind: "judged";
  readonly ok: boolean;
  readonly batteryPassportIdentifier: string;
  readonly faultCount: number;
  /** In the order of each code's first appearance. */
  readonly faults: readonly FaultGroup[];
  readonly counts: EvidenceCounts;
  /** Null unless `ok`: what a faulty file claims is nothing to go by. */
  readonly figures: ReportFigures | null;
  readonly history: HistoryColumns | null;
  /** The battery's passport as the chain has it; null if it has none. */
  readonly passport: PassportRoots | null;
  /** What the registry says today of each device that measures or measured the battery. */
  readonly statusesNow: Readonly<Record<Hex, DeviceStatus>>;
  readonly trusted: TrustedAt;
  readonly file: FileFacts;
  readonly tookMs: number;
}

/** Why there is no judgement, with the sentences of the error. */
export interface NoJudgement {
  /** `refused`: the file is no evidence. `unable`: nothing can be said about it. */
  readonly kind: "refused" | "unable";
  readonly code: string;
  readonly message: string;
  readonly next: string;
}

export type EvidenceOutcome = Judgement | NoJudgement;

/** How far a check has come. */
export interface EvidenceProgress {
  readonly phase: "reading" | "roots" | "checking";
  readonly records: number;
  readonly bytes: number;
  readonly totalBytes: number;
}
