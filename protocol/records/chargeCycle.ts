import type { Hex } from "../hex.js";
import type { RecordHeader } from "./header.js";
import { RECORD_HEADER_TYPE } from "./header.js";

/** What a battery measured over one charge and discharge, and its counters since birth. */
export interface CycleBody {
  readonly chargeMicroAh: bigint;
  readonly dischargeMicroAh: bigint;
  readonly chargeMicroWh: bigint;
  readonly dischargeMicroWh: bigint;
  readonly chargeDurationMs: bigint;
  readonly dischargeDurationMs: bigint;
  readonly voltageMaxMicroV: bigint;
  readonly voltageMinMicroV: bigint;
  /** Highest cell temperature while charging, 1/1000 °C. */
  readonly chargeTemperatureMaxMilliC: bigint;
  /** Highest cell temperature while discharging, 1/1000 °C. */
  readonly dischargeTemperatureMaxMilliC: bigint;
  /** Charges since birth, the factory's included. */
  readonly chargeCount: bigint;
  /** Discharges since birth, the factory's included. */
  readonly dischargeCount: bigint;
  /** Whole equivalent cycles: capacityThroughputMicroAh ÷ rated capacity, rounded down. */
  readonly numberOfFullCycles: bigint;
  /** Sum of discharged energy, µWh (DIN DKE SPEC 99100 `energyThroughput`). */
  readonly energyThroughputMicroWh: bigint;
  /** Sum of discharged charge, µAh (DIN DKE SPEC 99100 `capacityThroughput`). */
  readonly capacityThroughputMicroAh: bigint;
  /** The record's salt (that of the header's link): hides the body behind its hash when a checkpoint opens the header. */
  readonly salt: Hex;
}

export interface ChargeCycle {
  readonly type: "ChargeCycle";
  readonly header: RecordHeader;
  readonly body: CycleBody;
}

export const CYCLE_BODY_TYPE =
  "CycleBody(uint64 chargeMicroAh,uint64 dischargeMicroAh,uint64 chargeMicroWh,uint64 dischargeMicroWh," +
  "uint64 chargeDurationMs,uint64 dischargeDurationMs,uint64 voltageMaxMicroV,uint64 voltageMinMicroV," +
  "int64 chargeTemperatureMaxMilliC,int64 dischargeTemperatureMaxMilliC,uint64 chargeCount,uint64 dischargeCount," +
  "uint64 numberOfFullCycles,uint64 energyThroughputMicroWh,uint64 capacityThroughputMicroAh,bytes32 salt)";

export const CHARGE_CYCLE_TYPE = `ChargeCycle(RecordHeader header,CycleBody body)${CYCLE_BODY_TYPE}${RECORD_HEADER_TYPE}`;
