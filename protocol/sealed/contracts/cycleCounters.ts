import { type CycleCounters, NOT_MEASURED_UINT64 } from "../../records/chargeCycle.js";
import { hexMemberOf, type Member, memberOf } from "../storage/words.js";
import { COUNTERS } from "./batteryLayout.js";

/** Counters as a contract keeps them. @param words Those of the struct. */
export function countersOf(words: readonly bigint[]): CycleCounters {
  const { members } = COUNTERS;
  const measured = (member: Member) => {
    const value = memberOf(words, member);
    return value === NOT_MEASURED_UINT64 ? null : value;
  };
  return {
    chargeCount: memberOf(words, members.chargeCount),
    dischargeCount: memberOf(words, members.dischargeCount),
    numberOfFullCycles: memberOf(words, members.numberOfFullCycles),
    energyThroughputMicroWh: memberOf(words, members.energyThroughputMicroWh),
    capacityThroughputMicroAh: memberOf(words, members.capacityThroughputMicroAh),
    deepDischargeCount: measured(members.deepDischargeCount),
    overChargeCount: measured(members.overChargeCount),
    timeExtremeHighTempMs: measured(members.timeExtremeHighTempMs),
    timeExtremeLowTempMs: measured(members.timeExtremeLowTempMs),
    timeExtremeHighTempChargingMs: measured(members.timeExtremeHighTempChargingMs),
    timeExtremeLowTempChargingMs: measured(members.timeExtremeLowTempChargingMs),
    salt: hexMemberOf(words, members.salt),
  };
}
