import { z } from "zod";
import { hash, int, uint } from "./common.js";

/** Quantities of a charge cycle under the protocol's names; null where the battery's device measures none. */
export const cycleQuantities = {
  chargeMicroAh: uint,
  dischargeMicroAh: uint,
  chargeMicroWh: uint,
  dischargeMicroWh: uint,
  chargeDurationMs: uint,
  dischargeDurationMs: uint,
  voltageMaxMicroV: uint,
  voltageMinMicroV: uint,
  chargeCurrentMaxMicroA: uint.nullable(),
  dischargeCurrentMaxMicroA: uint.nullable(),
  /** Highest and lowest cell temperature while charging and discharging, 1/1000 °C. */
  chargeTemperatureMaxMilliC: int.nullable(),
  chargeTemperatureMinMilliC: int.nullable(),
  dischargeTemperatureMaxMilliC: int.nullable(),
  dischargeTemperatureMinMilliC: int.nullable(),
};

/** A battery's totals since birth under the protocol's names; null where the battery's device measures none. */
export const counterTotals = {
  chargeCount: uint,
  dischargeCount: uint,
  numberOfFullCycles: uint,
  energyThroughputMicroWh: uint,
  capacityThroughputMicroAh: uint,
  /** Harmful events: discharges and charges beyond the voltage limits. */
  deepDischargeCount: uint.nullable(),
  overChargeCount: uint.nullable(),
  /** Time beyond the temperature limits, ms. */
  timeExtremeHighTempMs: uint.nullable(),
  timeExtremeLowTempMs: uint.nullable(),
  timeExtremeHighTempChargingMs: uint.nullable(),
  timeExtremeLowTempChargingMs: uint.nullable(),
};

/** The signed measurements; `correctionReason` as the number that is signed. */
export const measurements = z.strictObject({
  ...cycleQuantities,
  /** Struct hash of the record that this one corrects; zero for an original. */
  supersedes: hash,
  correctionReason: z.number().int().min(0).max(4),
  salt: hash,
});

export const counters = z.strictObject({ ...counterTotals, salt: hash });
