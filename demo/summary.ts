/** What a replay came to; printed by `wattproof demo --once` and kept as `summary.json`. Wh and token units are decimal strings. */
export interface DemoSummary {
  readonly chainId: number;
  readonly devices: { readonly enrolled: number };
  /** Home-hours: every one received is anchored or rejected. Opening records count nowhere. */
  readonly readings: {
    readonly received: number;
    readonly verified: number;
    readonly anchored: number;
    readonly rejected: number;
  };
  /** All anchored batches, of readings and cycles. */
  readonly batches: number;
  readonly settlement: {
    /** Pairs of consumer and hour with a delivery above zero. */
    readonly intervals: number;
    readonly settledWh: string;
    readonly paid: string;
    readonly currency: string;
    /** Every consumer by the prefix of its columns. */
    readonly paidByAccount: Readonly<Record<string, string>>;
    /** Every supplier by the prefix of its columns. */
    readonly receivedByAccount: Readonly<Record<string, string>>;
    /** The consumers' import that no supplier covered. */
    readonly unsettledWh: string;
  };
  readonly token: { readonly totalSupply: string; readonly attestedReserves: string };
  readonly batteries: readonly BatterySummary[];
  /** Anchored records that correct an earlier one; both stay in the evidence. */
  readonly corrections: number;
  readonly elapsedS: number;
}

export interface BatterySummary {
  readonly batteryPassportIdentifier: string;
  readonly numberOfFullCycles: number;
  /** Last discharge as a fraction of the rated capacity, unrounded. */
  readonly stateOfHealth: number;
  /** Cycles, each counted once however often it was corrected. */
  readonly recordsAnchored: number;
  /** File name within the output folder; null where none was asked for. */
  readonly evidence: string | null;
}
