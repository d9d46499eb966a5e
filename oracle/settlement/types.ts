import type { Hex } from "../../protocol/hex.js";
import type { SignedRecord } from "../../protocol/records/record.js";

/** What settlement needs of an agreement with a neighbour. Times are Unix seconds. */
export interface Agreement {
  readonly id: Hex;
  /** Its number on chain, by which a roster is ordered. */
  readonly number: number;
  readonly importMeter: Hex;
  readonly exportMeter: Hex;
  readonly startS: number;
  /** End of the window, exclusive; earlier once the agreement was ended. */
  readonly endS: number;
  readonly periodS: number;
}

/** A stretch of time over which a supplier serves the same agreements, `[fromS, untilS)`. */
export interface Stretch {
  readonly fromS: number;
  readonly untilS: number;
  /** By their numbers. A reading's position counts them from 1; 0 is the supplier. */
  readonly members: readonly Agreement[];
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
  /** The meter's readings that the chain does not take; none if it is about more than one meter. */
  readonly records: readonly SignedRecord[];
}

/** A meter's reading within an interval: at its end, or at its start as a baseline. */
export interface IntervalReading {
  readonly meter: Hex;
  /** Place in the roster: 0 is the supplier, then its members. */
  readonly position: number;
  readonly isBaseline: boolean;
  readonly signed: SignedRecord;
}

/** A supplier's interval as it would be settled now. */
export interface Interval {
  readonly exportMeter: Hex;
  readonly stretch: Stretch;
  readonly startS: number;
  readonly endS: number;
  /** By position, a baseline before the reading at the end. */
  readonly readings: readonly IntervalReading[];
  /** Number of the roster's meters, the supplier's included, whose reading at the end is left out. */
  readonly leftOut: number;
}

/** A stretch of a supplier whose roster is to be compiled. */
export interface RosterTask {
  readonly exportMeter: Hex;
  readonly stretch: Stretch;
}

/** What an interval needs of a meter and does not have. */
export interface Lack {
  readonly meter: Hex;
  /**
   * `opening`: its first record. `reading`: its registers at the interval's end. `baseline`: those at its start.
   * `earlier`: that its agreements with earlier suppliers are settled. `settled`: a register that is not settled beyond.
   * `refused`: a reading that the chain takes.
   */
  readonly needs: "opening" | "reading" | "baseline" | "earlier" | "settled" | "refused";
  /** Time of the registers that it is about, Unix seconds. */
  readonly atS: number;
}

/** A lack, and the time of the meter's latest reading here; null if there is none. */
export type AwaitedLack = Lack & { readonly latestS: number | null };

/** A supplier's next interval, which could not be closed. Times are Unix seconds. */
export interface AwaitedInterval {
  readonly exportMeter: Hex;
  readonly startS: number;
  readonly endS: number;
  /** False if the interval is not over yet: then nothing is missing of it. */
  readonly isOver: boolean;
  readonly lacks: readonly AwaitedLack[];
  /** Time of the chain's latest block. An interval closes on chain only in a block at or after its end. */
  readonly chainS: number;
  /** From when on it may be closed without what it lacks, by who holds the role oracle. */
  readonly deadlineS: number;
}
