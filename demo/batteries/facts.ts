import type { OperatingLimits } from "../../protocol/index.js";

/** Rated capacity of the NASA cells, µAh: 2.0 Ah 18650 cells. */
export const RATED_CAPACITY_MICRO_AH = 2_000_000n;
/** Rated energy of such a cell, µWh: 2.0 Ah at the nominal 3.7 V of its chemistry. */
export const RATED_ENERGY_MICRO_WH = 7_400_000n;

/**
 * Bounds of normal use that the demo's maker states. NASA names no type of cell and so no data sheet; data/README.md says
 * where each number comes from.
 */
export const LIMITS: OperatingLimits = {
  voltageMinMicroV: 2_500_000n,
  voltageMaxMicroV: 4_250_000n,
  temperatureMinMilliC: -20_000n,
  temperatureMaxMilliC: 60_000n,
  chargingTemperatureMinMilliC: 0n,
  chargingTemperatureMaxMilliC: 45_000n,
};
