import { CorrectionReason, ZERO_HASH } from "../../../protocol/index.js";
import type { CycleContent } from "../../support/chain/recorder.js";

/** What a battery says of its first `count` cycles, with counters that follow from them at 2 Ah rated capacity. */
export function cycleContents(count: number): CycleContent[] {
  let capacityThroughputMicroAh = 0n;
  let energyThroughputMicroWh = 0n;
  return Array.from({ length: count }, (_, index) => {
    const dischargeMicroAh = 1_900_000n - 10_000n * BigInt(index);
    const dischargeMicroWh = 6_800_000n;
    capacityThroughputMicroAh += dischargeMicroAh;
    energyThroughputMicroWh += dischargeMicroWh;
    return {
      measurements: {
        chargeMicroAh: 1_950_000n,
        dischargeMicroAh,
        chargeMicroWh: 7_600_000n,
        dischargeMicroWh,
        chargeDurationMs: 10_000_000n,
        dischargeDurationMs: 3_600_000n,
        voltageMaxMicroV: 4_210_000n,
        voltageMinMicroV: 2_600_000n,
        chargeCurrentMaxMicroA: 1_500_000n,
        dischargeCurrentMaxMicroA: null,
        chargeTemperatureMaxMilliC: 27_500n,
        chargeTemperatureMinMilliC: null,
        dischargeTemperatureMaxMilliC: -1_250n,
        dischargeTemperatureMinMilliC: null,
        supersedes: ZERO_HASH,
        correctionReason: CorrectionReason.None,
      },
      counters: {
        chargeCount: BigInt(index + 1),
        dischargeCount: BigInt(index + 1),
        numberOfFullCycles: capacityThroughputMicroAh / 2_000_000n,
        energyThroughputMicroWh,
        capacityThroughputMicroAh,
        deepDischargeCount: 0n,
        overChargeCount: 0n,
        timeExtremeHighTempMs: 0n,
        timeExtremeLowTempMs: null,
        timeExtremeHighTempChargingMs: 0n,
        timeExtremeLowTempChargingMs: null,
      },
    };
  });
}
