import type { ReadBatch } from "../../protocol/archive.js";
import type { Hex } from "../../protocol/hex.js";
import type { SensorReading } from "../../protocol/records/sensorReading.js";

/** A reading that the chain has, and the batch of ours that holds it. */
export interface AnchoredReading {
  readonly reading: SensorReading;
  readonly batchSequence: number;
}

/** Verified readings of sensors, wherever they are kept. */
export interface SensorReadings {
  /** Least sequence of the sensor's readings from `fromS` through `toS`, Unix seconds; undefined if there is none. */
  firstWithin(sensor: Hex, fromS: number, toS: number): Promise<number | undefined>;
  /** The sensor's anchored readings after `sequence`, in their order, `limit` at most. */
  anchoredAfter(sensor: Hex, sequence: number, limit: number): Promise<AnchoredReading[]>;
}

/** A sensor's watch over a field of a delivery, as the delivery was opened. */
export interface BookedWatch {
  readonly sensor: Hex;
  /** The field's name as a word. */
  readonly field: Hex;
  /** Bounds of the condition, thousandths of the field's unit. */
  readonly minMilli: bigint;
  readonly maxMilli: bigint;
  readonly warnMarginMilli: bigint;
}

/** A delivery that is open, as far as readings go. Times are Unix seconds. */
export interface BookedDelivery {
  readonly id: Hex;
  /** First and last second in which readings count, unless the goods arrive before. */
  readonly startS: number;
  readonly endS: number;
  /** Longest that a watch may be silent, s; zero if silence is not watched. */
  readonly heartbeatS: bigint;
  readonly watches: readonly BookedWatch[];
}

export interface Call {
  readonly name: string;
  readonly to: Hex;
  readonly data: Hex;
  readonly gasLimit: bigint;
}

/** A reading that the chain does not take for a delivery; it is anchored all the same. */
export interface ReadingRefusal {
  readonly position: string;
  readonly device: Hex;
  /** Name of the contract's error. */
  readonly code: string;
  readonly reason: string;
}

/** What reporting needs of the oracle around it. */
export interface ReportingTools {
  /** Stream of the oracle's batches. */
  readonly stream: Hex;
  readonly readBatch: ReadBatch;
  /** Account that reports. */
  readonly publisher: Hex;
  /** Sends a call and resolves when it is final: true if it was mined and did what it should. */
  readonly send: (call: Call) => Promise<boolean>;
  /** Lists a refusal; the same one is listed once. */
  readonly reject: (refusal: ReadingRefusal) => Promise<void>;
}
