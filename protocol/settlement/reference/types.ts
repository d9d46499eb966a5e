import type { Hex } from "../../hex.js";
import type { MeterReading } from "../../records/meterReading.js";

/** What settlement needs of a supply agreement. Times are Unix seconds. */
export interface SupplyTerms {
  /** Counted over all agreements from 1. */
  readonly number: number;
  readonly importMeter: Hex;
  /** Zero for a grid supplier. */
  readonly exportMeter: Hex;
  readonly consumer: Hex;
  readonly supplier: Hex;
  readonly startS: bigint;
  /** End of the window, exclusive. */
  readonly endS: bigint;
  readonly settlementPeriodS: bigint;
  readonly importRatedW: bigint;
  readonly exportRatedW: bigint;
  /** Token units. */
  readonly pricePerKWh: bigint;
  readonly capWh: bigint;
}

/** One supplier's interval with the registers that close it; their signatures are checked elsewhere. */
export interface ReadInterval {
  readonly exportMeter: Hex;
  readonly endS: bigint;
  /** Address of the compiled roster. */
  readonly roster: Hex;
  /** Of the interval's end, or of its start where a baseline is needed. */
  readonly readings: readonly MeterReading[];
}

/** An interval as `IntervalSettled` tells of it. */
export interface SettledInterval {
  readonly exportMeter: Hex;
  readonly endS: bigint;
  readonly roster: Hex;
  /** Numbers of the roster's agreements, in ascending order. */
  readonly numbers: readonly number[];
  readonly words: readonly bigint[];
  /** Hash over everything settled of the meter, this interval included. */
  readonly head: Hex;
}

/** What holds for a call. */
export interface CallTerms {
  /** Block time, Unix seconds. */
  readonly nowS: bigint;
  /** Whether the caller holds the role that may leave registers out. */
  readonly mayLeaveOut: boolean;
}

export type Direction = "import" | "export";
