import type { MeasuredCycle } from "../../oracle/ingest/index.js";
import {
  CorrectionReason,
  type CycleCounters,
  countersSaltOf,
  type Hex,
  type SignedRecord,
  structHashOf,
  TimeSource,
  ZERO_HASH,
} from "../../protocol/index.js";
import type { SimulatedDevice } from "../devices/simulatedDevice.js";
import type { PlannedCorrection } from "./correction.js";
import { LIMITS, RATED_CAPACITY_MICRO_AH } from "./facts.js";
import { countHarmfulEvents } from "./harmfulEvents.js";

/** The data has no calendar: the first cycle is taken to begin on 1 April 2008, the others follow with a pause of an hour. */
const FIRST_CYCLE_AT_S = 1_207_008_000n;
const PAUSE_MS = 3_600_000n;
const MS_PER_S = 1_000n;

/** A simulated battery management system: running counters and a key. */
export interface SimulatedBattery {
  readonly identifier: string;
  readonly device: SimulatedDevice;
  /** Signs the next cycle, and after it the correction of an earlier one if that is due. */
  cycle(measured: MeasuredCycle): readonly SignedRecord[];
}

export interface BatteryOptions {
  readonly identifier: string;
  readonly device: SimulatedDevice;
  /** Every cycle that the battery will go through. */
  readonly history: readonly MeasuredCycle[];
  /** A cycle that is recorded wrongly and corrected later. */
  readonly correction?: PlannedCorrection;
}

/** What a record says in the place of what its cycle's row does. */
interface Version {
  readonly dischargeMicroAh: bigint;
  readonly supersedes: Hex;
  readonly correctionReason: CorrectionReason;
}

type RunningCounters = Omit<CycleCounters, "salt" | "numberOfFullCycles">;

export function createBattery({ identifier, device, history, correction }: BatteryOptions): SimulatedBattery {
  const countEvents = countHarmfulEvents(LIMITS, history);
  let counters: RunningCounters = { ...NOTHING_COUNTED };
  let elapsedMs = 0n;
  let awaiting: { readonly measured: MeasuredCycle; readonly recordHash: Hex } | undefined;

  function sign(measured: MeasuredCycle, version: Version): SignedRecord {
    const { row: _row, cell: _cell, cycle: _cycle, ...quantities } = measured;
    const numberOfFullCycles = counters.capacityThroughputMicroAh / RATED_CAPACITY_MICRO_AH;
    const timestampS = FIRST_CYCLE_AT_S + elapsedMs / MS_PER_S;
    return device.sign(timestampS, TimeSource.Synthetic, (header, salt) => ({
      type: "ChargeCycle",
      header,
      measurements: { ...quantities, ...NOT_IN_THE_TABLES, ...version, salt },
      counters: { ...counters, numberOfFullCycles, salt: countersSaltOf(salt) },
    }));
  }

  function original(measured: MeasuredCycle, dischargeMicroAh: bigint): SignedRecord {
    counters = {
      chargeCount: counters.chargeCount + 1n,
      dischargeCount: counters.dischargeCount + 1n,
      energyThroughputMicroWh: counters.energyThroughputMicroWh + measured.dischargeMicroWh,
      capacityThroughputMicroAh: counters.capacityThroughputMicroAh + dischargeMicroAh,
      ...countEvents(measured),
    };
    elapsedMs += measured.chargeDurationMs + measured.dischargeDurationMs;
    return sign(measured, { dischargeMicroAh, supersedes: ZERO_HASH, correctionReason: CorrectionReason.None });
  }

  /** No new charge or discharge: only what the cycle was counted too low by is added. */
  function correct(measured: MeasuredCycle, countedMicroAh: bigint, supersedes: Hex): SignedRecord {
    const { dischargeMicroAh } = measured;
    const missedMicroAh = dischargeMicroAh > countedMicroAh ? dischargeMicroAh - countedMicroAh : 0n;
    counters = { ...counters, capacityThroughputMicroAh: counters.capacityThroughputMicroAh + missedMicroAh };
    return sign(measured, { dischargeMicroAh, supersedes, correctionReason: CorrectionReason.Calibration });
  }

  const planned = history.some(({ cycle }) => cycle === correction?.afterCycle) ? correction : undefined;
  return {
    identifier,
    device,
    cycle(measured) {
      const isWrong = measured.cycle === planned?.cycle;
      const record = original(measured, isWrong ? planned.firstDischargeMicroAh : measured.dischargeMicroAh);
      const records = [record];
      if (isWrong) awaiting = { measured, recordHash: structHashOf(record.record) };
      if (awaiting !== undefined && measured.cycle === planned?.afterCycle) {
        records.push(correct(awaiting.measured, planned.firstDischargeMicroAh, awaiting.recordHash));
      }
      elapsedMs += PAUSE_MS;
      return records;
    },
  };
}

const NOTHING_COUNTED: RunningCounters = {
  chargeCount: 0n,
  dischargeCount: 0n,
  energyThroughputMicroWh: 0n,
  capacityThroughputMicroAh: 0n,
  deepDischargeCount: 0n,
  overChargeCount: 0n,
  timeExtremeHighTempMs: null,
  timeExtremeLowTempMs: null,
  timeExtremeHighTempChargingMs: null,
  timeExtremeLowTempChargingMs: null,
};

/** The tables give no current of a charge, of a discharge one that is not said to be the highest, and no lowest temperatures. */
const NOT_IN_THE_TABLES = {
  chargeCurrentMaxMicroA: null,
  dischargeCurrentMaxMicroA: null,
  chargeTemperatureMinMilliC: null,
  dischargeTemperatureMinMilliC: null,
};
