import type { Hex } from "../hex.js";
import type { CorrectionReason, CycleCounters, CycleMeasurements } from "../records/chargeCycle.js";
import type { TimeSource } from "../records/header.js";
import type { EvidenceScope } from "./bundle.js";
import type { EvidenceFault } from "./faults.js";

/** How much of a battery's history a faultless bundle holds. Within it nothing is missing but what the gaps name. */
export interface Completeness {
  readonly scope: EvidenceScope;
  /** True if it begins with the battery's first record. */
  readonly fromFactoryGate: boolean;
  /** True if it reaches the chain's checkpoint; null if the chain has none: then later records may be withheld. */
  readonly upToCheckpoint: boolean | null;
}

/** A run of sequences that never came, stated by an anchored gap. */
export interface ReportedGap {
  readonly device: Hex;
  readonly fromSequence: bigint;
  readonly toSequence: bigint;
  /** Times of the device's records before and after it, Unix seconds; null where the bundle holds none. */
  readonly afterS: bigint | null;
  readonly beforeS: bigint | null;
}

/** What a cycle measured, without what binds it to its history. */
export type MeasuredCycle = Omit<CycleMeasurements, "supersedes" | "correctionReason" | "salt">;

/** Running totals since birth. */
export type CounterValues = Omit<CycleCounters, "salt">;

/** What EU 2023/1542 Annex VII calls harmful events; null for what the device does not measure. */
export type HarmfulEvents = Pick<
  CycleCounters,
  | "deepDischargeCount"
  | "overChargeCount"
  | "timeExtremeHighTempMs"
  | "timeExtremeLowTempMs"
  | "timeExtremeHighTempChargingMs"
  | "timeExtremeLowTempChargingMs"
>;

/**
 * Totals at the start of the history, now, and what was added in between; null members are not measured. A total that a
 * later device began to keep is null at the start and since, and counts now only what that device saw.
 */
export interface SinceStart<Values> {
  /** `factoryGate` for a complete history; `firstRecord` for a part: then `atStart` is what its first cycle states. */
  readonly start: "factoryGate" | "firstRecord";
  readonly atStart: Values;
  readonly now: Values;
  readonly since: Values;
}

/** One cycle of the effective history: as its latest version tells it, in the place of the original. */
export interface CycleFigure {
  readonly device: Hex;
  /** Sequence and time (Unix seconds, by the device) of the original record. */
  readonly sequence: bigint;
  readonly timestampS: bigint;
  /** Number of the cycle's discharge since birth, the factory's included. */
  readonly dischargeCount: bigint;
  /** From the latest version. */
  readonly dischargeMicroAh: bigint;
  readonly dischargeMicroWh: bigint;
  /** Sequence of the latest version: that of the original if nothing corrected it. */
  readonly latestSequence: bigint;
  /** Records of this cycle that a later one corrected, oldest first. */
  readonly supersededSequences: readonly bigint[];
}

/** One version of a corrected cycle. */
export interface CycleVersion {
  readonly sequence: bigint;
  readonly timestampS: bigint;
  readonly measured: MeasuredCycle;
}

/** A record that corrects another; readers show both. */
export interface CorrectionFigure {
  readonly device: Hex;
  readonly reason: CorrectionReason;
  /** Struct hash of the corrected record. */
  readonly supersedes: Hex;
  /** Null if the bundle does not hold it: it is before the part, or was lost. */
  readonly before: CycleVersion | null;
  readonly after: CycleVersion;
}

/** A battery's condition after its last proven cycle. */
export interface BatteryHealth {
  /** Whole equivalent cycles since birth. */
  readonly numberOfFullCycles: bigint;
  /**
   * Charge of the effective history's last discharge as a fraction of the rated capacity, unrounded. An estimate's
   * `stateOfHealth` is another number: the median of the last five.
   */
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
  readonly completeness: Completeness;
  readonly gaps: readonly ReportedGap[];
  /** First sequence of the first device, last sequence of the last; null for an empty history. */
  readonly firstSequence: bigint | null;
  readonly lastSequence: bigint | null;
  /** Sequence up to which the chain itself knows the history to exist; null without a checkpoint: then later records may be withheld. */
  readonly completeUpTo: bigint | null;
  /** The effective history. A correction whose original the bundle does not hold has no place in it. */
  readonly cycles: readonly CycleFigure[];
  readonly corrections: readonly CorrectionFigure[];
  /** Null without a charge cycle; likewise the two below. */
  readonly counters: SinceStart<CounterValues> | null;
  readonly harmfulEvents: SinceStart<HarmfulEvents> | null;
  readonly health: BatteryHealth | null;
  /** Null without a signed record. */
  readonly freshness: Freshness | null;
}

/** Verdict on a bundle. */
export interface EvidenceReport {
  readonly batteryPassportIdentifier: string;
  readonly scope: EvidenceScope;
  /** True if and only if there are no faults. */
  readonly ok: boolean;
  /** Faults in history order. After a thousand places with faults, checking stops. */
  readonly faults: readonly EvidenceFault[];
  /** How many faults were found. */
  readonly faultCount: number;
  /** What the bundle proves; null unless `ok`. */
  readonly figures: EvidenceFigures | null;
}
