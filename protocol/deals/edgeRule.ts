import type { Hex } from "../hex.js";
import type { SensorReading } from "../records/sensorReading.js";
import { type DeliverySummary, extendSummary, judgeReading, type ReadingVerdict } from "./summary.js";
import type { Condition } from "./terms.js";

/** What a sensor knows of the delivery that it watches. */
export interface WatchedCondition {
  readonly delivery: Hex;
  readonly condition: Pick<Condition, "minMilli" | "maxMilli">;
  /** How near to a bound a value is worth a warning, thousandths of the field's unit. */
  readonly warnMarginMilli: bigint;
  /** Longest that the sensor may be silent, s; zero if nobody asks. */
  readonly heartbeatS: bigint;
}

/** What a sensor does about a reading. */
export interface EdgeDecision {
  readonly verdict: ReadingVerdict;
  /** Whether the reading itself is reported. */
  readonly isReported: boolean;
  /** All readings so far; signed and sent with this one if it is due. */
  readonly summary: DeliverySummary;
  /** Whether the sensor would be silent for too long without a summary. */
  readonly isSummaryDue: boolean;
}

/**
 * The edge rule: a sensor reports each violation and the first reading of every approach to a bound, and tells all others in
 * summaries, often enough that its silence would mean something. What it spares the chain, the summaries' counts show.
 */
export class EdgeRule {
  readonly #watched: WatchedCondition;
  #summary: DeliverySummary | undefined;
  #verdict: ReadingVerdict = "ordinary";
  #toldAtS: bigint | undefined;

  constructor(watched: WatchedCondition) {
    this.#watched = watched;
  }

  /** Decides about the sensor's next reading of the condition's field. Readings come in the order of their sequences. */
  take(reading: SensorReading): EdgeDecision {
    const { delivery, condition, warnMarginMilli, heartbeatS } = this.#watched;
    const { timestampS } = reading.header;
    const verdict = judgeReading(condition, warnMarginMilli, reading.valueMilli);
    const isReported = verdict === "violation" || (verdict === "near" && this.#verdict === "ordinary");
    this.#summary = extendSummary(this.#summary ?? delivery, condition, reading);
    this.#verdict = verdict;
    // The first reading is told: until then nobody knows that the sensor is awake.
    const isSummaryDue =
      heartbeatS > 0n && (this.#toldAtS === undefined || timestampS - this.#toldAtS >= heartbeatS / MARGIN);
    if (isSummaryDue) this.#toldAtS = timestampS;
    return { verdict, isReported, summary: this.#summary, isSummaryDue };
  }

  /** All readings so far; undefined before the first. */
  get summary(): DeliverySummary | undefined {
    return this.#summary;
  }
}

/** Twice within the longest silence, so that one summary may be late. */
const MARGIN = 2n;
