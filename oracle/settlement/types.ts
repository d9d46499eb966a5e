import type { Hex } from "../../protocol/hex.js";
import type { SignedRecord } from "../../protocol/records/record.js";

/** What settlement needs of an agreement. Times are Unix seconds. */
export interface Agreement {
  readonly importMeter: Hex;
  readonly exportMeter: Hex;
  readonly startS: number;
  /** End of the window, exclusive. */
  readonly endS: number;
  readonly periodS: number;
}

/** Verified meter readings, wherever they are kept. */
export interface Readings {
  /** Readings of `meters` from `fromS` through `toS` that fall on multiples of `everyS`; by sequence. */
  between(meters: readonly Hex[], fromS: number, toS: number, everyS: number): Promise<SignedRecord[]>;
  /** First records of those of `meters` that sent one. */
  openings(meters: readonly Hex[]): Promise<SignedRecord[]>;
  /** Latest time of any reading of each meter; meters without one are left out. */
  latestS(meters: readonly Hex[]): Promise<ReadonlyMap<Hex, number>>;
}

export interface Call {
  readonly name: string;
  readonly to: Hex;
  readonly data: Hex;
  readonly gasLimit: bigint;
}

export interface Revert {
  /** The contract error's name; `OutOfGas` or `Unknown` where there is none. */
  readonly name: string;
  readonly args: readonly unknown[];
}

export type CallOutcome =
  | { readonly status: "confirmed"; readonly gasUsed: bigint }
  | { readonly status: "reverted"; readonly reason: Revert }
  | { readonly status: "displaced" };

/** Sends a call and resolves when it is final. */
export type Send = (call: Call) => Promise<CallOutcome>;

/** Something that could not be settled as it came; its records are anchored all the same. */
export interface SettlementRejection {
  readonly position: string;
  readonly device: Hex;
  readonly code: string;
  readonly reason: string;
}

/** A meter's reading within an interval: at its end, or at its start as a baseline. */
export interface IntervalReading {
  readonly meter: Hex;
  readonly isBaseline: boolean;
  readonly signed: SignedRecord;
}

/** A supplier's interval as it would be settled now. */
export interface Interval {
  readonly exportMeter: Hex;
  readonly startS: number;
  readonly endS: number;
  readonly readings: readonly IntervalReading[];
  /** Number of the roster's meters, the supplier's included, whose reading at the end is left out. */
  readonly leftOut: number;
}
