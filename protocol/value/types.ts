/** One cycle of a battery's history, as its device stated it. */
export interface ValueCycle {
  /** The cycle's number since birth: whole, from 0 or 1, going up from entry to entry; numbers may be missing. */
  readonly cycle: number;
  /** Charge given at this cycle's discharge, Ah. Below 1 µAh, or no number: the cycle has no measurement. */
  readonly dischargeCapacityAh: number;
  /** Energy given at this cycle's discharge, Wh; left away where it was not measured. */
  readonly dischargeEnergyWh?: number;
}

/** Prices of the day in one currency; each may be zero. */
export interface ValuePrices {
  /** What the prices are in, such as "EUR". */
  readonly currency: string;
  /** Paid per kWh that the battery will still deliver before its end of life. */
  readonly perKWhThroughput: number;
  /** Paid for the whole battery as material once its life has ended; zero if left away. */
  readonly scrap?: number;
}

export interface ValueInput {
  /** The battery's cycles from birth up to now, in their order. */
  readonly cycles: readonly ValueCycle[];
  /** Rated capacity, Ah. */
  readonly ratedCapacityAh?: number;
  /** Capacity at which the battery's life ends, as a fraction of the rated capacity, or else of the reference. */
  readonly endOfLife: number;
  readonly prices?: ValuePrices;
  /** The cell's chemistry, such as "LFP". The method's figures are pooled over all chemistries; it is only repeated. */
  readonly chemistry?: string;
}

/** The middle of what may be expected, and the bounds outside of which one case in ten each should lie. */
export interface ValueRange {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** Why a cycle of the history is not part of the curve. */
export type LeftOutReason = "noMeasurement" | "partialDischarge" | "aboveItsNeighbours";

/** What an estimate rests on: enough to do it again by hand. */
export interface ValueEvidence {
  readonly cyclesGiven: number;
  readonly cyclesUsed: number;
  /** Number of the first and of the last cycle given. */
  readonly firstCycle: number;
  readonly lastCycle: number;
  /** Numbers between the first and the last that no cycle was given for. */
  readonly cyclesMissing: number;
  readonly leftOut: readonly { readonly reason: LeftOutReason; readonly count: number }[];
  /** Median discharge capacity of the first five measured cycles, Ah. */
  readonly referenceCapacityAh: number;
  readonly ratedCapacityAh: number | null;
  /** Median discharge capacity of the last five cycles, Ah; of the last three used where most of them are missing. */
  readonly currentCapacityAh: number;
  /** Highest point of the capacity curve so far, Ah: from here on the fade counts. */
  readonly peakCapacityAh: number;
  /** The same of the last nine cycles, Ah: up to here the fade counts. */
  readonly trendCapacityAh: number;
  readonly endOfLife: number;
  readonly endOfLifeOf: "rated capacity" | "reference";
  readonly endOfLifeCapacityAh: number;
  readonly endOfLifeReached: boolean;
  /** The battery's own fade curve, peak − capacity = fade × (cycle ÷ age)^exponent; null once its life has ended. */
  readonly curve: {
    /** Parts of the history that the exponent was found on. */
    readonly points: number;
    /** Fade from the peak to the trend of today, as a fraction of the reference. */
    readonly fade: number;
    /** Exponent that the history shows. */
    readonly exponent: number;
    /** Exponent to go on with: what the history shows and the allowance for the knee that is still to come. */
    readonly exponentAhead: number;
  } | null;
  /** Energy per discharge that the throughput rests on, Wh per Ah; null where no energy is given. */
  readonly energyPerChargeWhPerAh: number | null;
  readonly chemistry: string | null;
}

/** A battery's health and what is left in it; plain numbers that JSON can carry. */
export interface ValueEstimate {
  /**
   * Current capacity ÷ rated capacity; null where no rated capacity is given. That of proven figures is another number:
   * the last discharge alone.
   */
  readonly stateOfHealth: number | null;
  /** Current capacity ÷ reference. */
  readonly relativeHealth: number;
  /** Capacity lost, as a fraction of the rated capacity, or else of the reference; never below zero. */
  readonly capacityFade: number;
  /** Cycles until the capacity stays below the end of life. */
  readonly remainingCycles: ValueRange;
  /** Energy that will be discharged until then, kWh; null where no energy is given. */
  readonly remainingEnergyThroughputKWh: ValueRange | null;
  /** Null where no prices, or no energy, are given. */
  readonly value: (ValueRange & { readonly currency: string }) | null;
  /** Name and version of the method: the same input gives the same estimate as long as it stays the same. */
  readonly method: string;
  readonly evidence: ValueEvidence;
}
