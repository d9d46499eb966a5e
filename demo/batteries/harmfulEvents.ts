import type { MeasuredCycle } from "../../oracle/ingest/index.js";
import type { CycleCounters, OperatingLimits } from "../../protocol/index.js";

/** Lifetime totals of what EU 2023/1542 Annex VII calls harmful events. */
export type HarmfulEvents = Pick<
  CycleCounters,
  | "deepDischargeCount"
  | "overChargeCount"
  | "timeExtremeHighTempMs"
  | "timeExtremeLowTempMs"
  | "timeExtremeHighTempChargingMs"
  | "timeExtremeLowTempChargingMs"
>;

/**
 * Counts a battery's harmful events as far as a table of cycles tells them. It has the highest temperature of each charge
 * and discharge: where none is above the limit, the time above it is zero; where one is, nobody knows for how long, and
 * the total is null for the whole life. Of the lowest temperatures it says nothing, so their totals are always null.
 * @param history Every cycle that will be counted.
 * @returns Counts the next cycle, and tells the totals with it.
 */
export function countHarmfulEvents(
  limits: OperatingLimits,
  history: readonly MeasuredCycle[],
): (cycle: MeasuredCycle) => HarmfulEvents {
  const { temperatureMaxMilliC, chargingTemperatureMaxMilliC } = limits;
  const neverAbove = (limit: bigint, temperaturesOf: (cycle: MeasuredCycle) => readonly bigint[]) =>
    history.every((cycle) => temperaturesOf(cycle).every((temperature) => temperature <= limit));
  const neverHot = neverAbove(temperatureMaxMilliC, (cycle) => [
    cycle.chargeTemperatureMaxMilliC,
    cycle.dischargeTemperatureMaxMilliC,
  ]);
  const neverHotCharging = neverAbove(chargingTemperatureMaxMilliC, (cycle) => [cycle.chargeTemperatureMaxMilliC]);
  let deepDischargeCount = 0n;
  let overChargeCount = 0n;
  return ({ voltageMinMicroV, voltageMaxMicroV }) => {
    if (voltageMinMicroV < limits.voltageMinMicroV) deepDischargeCount += 1n;
    if (voltageMaxMicroV > limits.voltageMaxMicroV) overChargeCount += 1n;
    return {
      deepDischargeCount,
      overChargeCount,
      timeExtremeHighTempMs: neverHot ? 0n : null,
      timeExtremeLowTempMs: null,
      timeExtremeHighTempChargingMs: neverHotCharging ? 0n : null,
      timeExtremeLowTempChargingMs: null,
    };
  };
}
