import type { MeasuredCycle } from "../../oracle/ingest/index.js";
import { type SignedRecord, TimeSource } from "../../protocol/index.js";
import type { SimulatedDevice } from "../devices/simulatedDevice.js";

/** Rated capacity of the NASA cells, µAh: 2.0 Ah 18650 cells. */
export const RATED_CAPACITY_MICRO_AH = 2_000_000n;
/** Rated energy of such a cell, µWh: 2.0 Ah at the nominal 3.7 V of its chemistry. */
export const RATED_ENERGY_MICRO_WH = 7_400_000n;

/** The data has no calendar: the first cycle is taken to begin on 1 April 2008, the others follow with a pause of an hour. */
const FIRST_CYCLE_AT_S = 1_207_008_000n;
const PAUSE_MS = 3_600_000n;
const MS_PER_S = 1_000n;

/** A simulated battery management system: running counters and a key. */
export interface SimulatedBattery {
  readonly identifier: string;
  readonly device: SimulatedDevice;
  /** Signs the next cycle. */
  cycle(measured: MeasuredCycle): SignedRecord;
}

export function createBattery(identifier: string, device: SimulatedDevice): SimulatedBattery {
  let count = 0n;
  let energyThroughputMicroWh = 0n;
  let capacityThroughputMicroAh = 0n;
  let elapsedMs = 0n;
  return {
    identifier,
    device,
    cycle({ row: _row, cell: _cell, cycle: _cycle, ...measured }) {
      count += 1n;
      energyThroughputMicroWh += measured.dischargeMicroWh;
      capacityThroughputMicroAh += measured.dischargeMicroAh;
      elapsedMs += measured.chargeDurationMs + measured.dischargeDurationMs;
      const timestampS = FIRST_CYCLE_AT_S + elapsedMs / MS_PER_S;
      elapsedMs += PAUSE_MS;
      const counters = {
        chargeCount: count,
        dischargeCount: count,
        numberOfFullCycles: capacityThroughputMicroAh / RATED_CAPACITY_MICRO_AH,
        energyThroughputMicroWh,
        capacityThroughputMicroAh,
      };
      return device.sign(timestampS, TimeSource.Synthetic, (header, salt) => ({
        type: "ChargeCycle",
        header,
        body: { ...measured, ...counters, salt },
      }));
    },
  };
}
