/** A cycle that a device first records with a discharge that it later corrects, after its current sensor was calibrated. */
export interface PlannedCorrection {
  readonly cell: string;
  /** Number of the cycle in the file. */
  readonly cycle: number;
  /** Discharged charge as it is first recorded, µAh; the correction states that of the file. */
  readonly firstDischargeMicroAh: bigint;
  /** Number of the cycle after which it is corrected. */
  readonly afterCycle: number;
}

/**
 * Both numbers are the data set's: `discharge_integral_ah`, integrated from the samples, and `discharge_capacity_ah`, as
 * NASA publishes it. That a calibration lay between them is the demo's story.
 */
export const SHIPPED_CORRECTION: PlannedCorrection = {
  cell: "B0006",
  cycle: 24,
  firstDischargeMicroAh: 1_934_690n,
  afterCycle: 30,
};
