import type { Hex } from "../hex.js";
import type { RecordHeader } from "./header.js";
import { RECORD_HEADER_TYPE } from "./header.js";

/** A quantity that not every battery's device can measure; `null` says that this one does not. */
export type Measured = bigint | null;

/** Words that stand for `null` in the EIP-712 encoding: no real quantity comes near them. */
export const NOT_MEASURED_UINT64 = 2n ** 64n - 1n;
export const NOT_MEASURED_INT64 = -(2n ** 63n);

/** Why a cycle was recorded again. `None` marks an original record. */
export const CorrectionReason = { None: 0, SensorFault: 1, Calibration: 2, ClockFault: 3, SoftwareFault: 4 } as const;
export type CorrectionReason = (typeof CorrectionReason)[keyof typeof CorrectionReason];

/** What a battery measured over one charge and the discharge after it. */
export interface CycleMeasurements {
  readonly chargeMicroAh: bigint;
  readonly dischargeMicroAh: bigint;
  readonly chargeMicroWh: bigint;
  readonly dischargeMicroWh: bigint;
  readonly chargeDurationMs: bigint;
  readonly dischargeDurationMs: bigint;
  readonly voltageMaxMicroV: bigint;
  readonly voltageMinMicroV: bigint;
  /** Highest magnitude of the current while charging. */
  readonly chargeCurrentMaxMicroA: Measured;
  /** Highest magnitude of the current while discharging. */
  readonly dischargeCurrentMaxMicroA: Measured;
  /** Cell temperature extremes while charging, 1/1000 °C. */
  readonly chargeTemperatureMaxMilliC: Measured;
  readonly chargeTemperatureMinMilliC: Measured;
  /** Cell temperature extremes while discharging, 1/1000 °C. */
  readonly dischargeTemperatureMaxMilliC: Measured;
  readonly dischargeTemperatureMinMilliC: Measured;
  /** Struct hash of the record that this one corrects; zero for an original. */
  readonly supersedes: Hex;
  /** `None` if and only if `supersedes` is zero. */
  readonly correctionReason: CorrectionReason;
  /** The record's salt (that of the header's link): hides the measurements behind their hash. */
  readonly salt: Hex;
}

/**
 * A battery's counters since birth, the factory's cycles included, after this record. They never go down: each cycle
 * counts at the highest amount that any version of it states. Names as in DIN DKE SPEC 99100.
 */
export interface CycleCounters {
  readonly chargeCount: bigint;
  readonly dischargeCount: bigint;
  /** Whole equivalent cycles: capacityThroughputMicroAh ÷ rated capacity, rounded down. */
  readonly numberOfFullCycles: bigint;
  /** Sum of discharged energy, µWh. */
  readonly energyThroughputMicroWh: bigint;
  /** Sum of discharged charge, µAh. */
  readonly capacityThroughputMicroAh: bigint;
  /** Discharges below the passport's lower voltage limit. */
  readonly deepDischargeCount: Measured;
  /** Charges above the passport's upper voltage limit. */
  readonly overChargeCount: Measured;
  /** Time above and below the passport's temperature limits. */
  readonly timeExtremeHighTempMs: Measured;
  readonly timeExtremeLowTempMs: Measured;
  /** Time of charging above and below the passport's limits for charging. */
  readonly timeExtremeHighTempChargingMs: Measured;
  readonly timeExtremeLowTempChargingMs: Measured;
  /** `countersSaltOf(record's salt)`: publishing the counters tells nothing of the measurements. */
  readonly salt: Hex;
}

export interface ChargeCycle {
  readonly type: "ChargeCycle";
  readonly header: RecordHeader;
  readonly measurements: CycleMeasurements;
  readonly counters: CycleCounters;
}

export const CYCLE_COUNTERS_TYPE =
  "CycleCounters(uint64 chargeCount,uint64 dischargeCount,uint64 numberOfFullCycles,uint64 energyThroughputMicroWh," +
  "uint64 capacityThroughputMicroAh,uint64 deepDischargeCount,uint64 overChargeCount,uint64 timeExtremeHighTempMs," +
  "uint64 timeExtremeLowTempMs,uint64 timeExtremeHighTempChargingMs,uint64 timeExtremeLowTempChargingMs,bytes32 salt)";

export const CYCLE_MEASUREMENTS_TYPE =
  "CycleMeasurements(uint64 chargeMicroAh,uint64 dischargeMicroAh,uint64 chargeMicroWh,uint64 dischargeMicroWh," +
  "uint64 chargeDurationMs,uint64 dischargeDurationMs,uint64 voltageMaxMicroV,uint64 voltageMinMicroV," +
  "uint64 chargeCurrentMaxMicroA,uint64 dischargeCurrentMaxMicroA,int64 chargeTemperatureMaxMilliC," +
  "int64 chargeTemperatureMinMilliC,int64 dischargeTemperatureMaxMilliC,int64 dischargeTemperatureMinMilliC," +
  "bytes32 supersedes,uint8 correctionReason,bytes32 salt)";

/** EIP-712 appends the types that a struct refers to in the order of their names. */
export const CHARGE_CYCLE_TYPE =
  "ChargeCycle(RecordHeader header,CycleMeasurements measurements,CycleCounters counters)" +
  CYCLE_COUNTERS_TYPE +
  CYCLE_MEASUREMENTS_TYPE +
  RECORD_HEADER_TYPE;
