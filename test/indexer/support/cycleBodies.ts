import type { CycleBody } from "../../../protocol/index.js";

/** Bodies of a battery's first `count` cycles, with counters that follow from them at 2 Ah rated capacity. */
export function cycleBodies(count: number): Omit<CycleBody, "salt">[] {
  let capacityThroughputMicroAh = 0n;
  let energyThroughputMicroWh = 0n;
  return Array.from({ length: count }, (_, index) => {
    const dischargeMicroAh = 1_900_000n - 10_000n * BigInt(index);
    const dischargeMicroWh = 6_800_000n;
    capacityThroughputMicroAh += dischargeMicroAh;
    energyThroughputMicroWh += dischargeMicroWh;
    return {
      chargeMicroAh: 1_950_000n,
      dischargeMicroAh,
      chargeMicroWh: 7_600_000n,
      dischargeMicroWh,
      chargeDurationMs: 10_000_000n,
      dischargeDurationMs: 3_600_000n,
      voltageMaxMicroV: 4_210_000n,
      voltageMinMicroV: 2_600_000n,
      chargeTemperatureMaxMilliC: 27_500n,
      dischargeTemperatureMaxMilliC: -1_250n,
      chargeCount: BigInt(index + 1),
      dischargeCount: BigInt(index + 1),
      numberOfFullCycles: capacityThroughputMicroAh / 2_000_000n,
      energyThroughputMicroWh,
      capacityThroughputMicroAh,
    };
  });
}
