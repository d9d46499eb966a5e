import type { Hex } from "../hex.js";
import type { TimeSource } from "../records/header.js";
import type { EvidenceFault } from "./faults.js";

/** A run of sequences that never came, stated by an anchored gap. */
export interface ReportedGap {
  readonly device: Hex;
  readonly fromSequence: bigint;
  readonly toSequence: bigint;
}

/** A battery's condition after its last proven cycle. */
export interface BatteryHealth {
  /** Whole equivalent cycles since birth. */
  readonly numberOfFullCycles: bigint;
  /** Charge of the last discharge as a fraction of the rated capacity, unrounded. */
  readonly stateOfHealth: number;
  /** Charges and discharges since birth, the factory's included. */
  readonly chargeCount: bigint;
  readonly dischargeCount: bigint;
  readonly energyThroughputMicroWh: bigint;
  readonly capacityThroughputMicroAh: bigint;
}

/** How old the evidence is; all Unix seconds. */
export interface Freshness {
  /** When the last record was made, by the clock that `timeSource` names. */
  readonly lastRecordedAtS: bigint;
  readonly timeSource: TimeSource;
  /** Block time of the last record's batch. */
  readonly lastAnchoredAtS: bigint;
  /** Block time at which the roots were read. */
  readonly rootsReadAtS: bigint;
}

/** What a faultless bundle proves. */
export interface EvidenceFigures {
  /** Signed records, gaps not counted. */
  readonly records: number;
  readonly gaps: readonly ReportedGap[];
  /** First sequence of the first device, last sequence of the last; null for an empty history. */
  readonly firstSequence: bigint | null;
  readonly lastSequence: bigint | null;
  /** Sequence up to which the chain itself knows the history to exist; null without a checkpoint: then later records may be withheld. */
  readonly completeUpTo: bigint | null;
  /** Null without a charge cycle. */
  readonly health: BatteryHealth | null;
  /** Null without a signed record. */
  readonly freshness: Freshness | null;
}

/** Verdict on a bundle. */
export interface EvidenceReport {
  readonly batteryPassportIdentifier: string;
  /** True if and only if there are no faults. */
  readonly ok: boolean;
  /** Every fault; the first is the first in history order. */
  readonly faults: readonly EvidenceFault[];
  /** What the bundle proves; null unless `ok`. */
  readonly figures: EvidenceFigures | null;
}
