import type { Continuity, PassportFacts } from "../protocol/evidence/passport.js";
import type { Binding, CheckpointRoot, PublishedCounters } from "../protocol/evidence/roots.js";
import { NOT_MEASURED_UINT64 } from "../protocol/records/chargeCycle.js";
import type {
  CheckpointStructOutput,
  DeviceBindingStructOutput,
  PassportStructOutput,
  PublishedCountersStructOutput,
} from "../typechain-types/contracts/interfaces/IBatteryPassport.js";
import { lowerHex } from "./chain.js";

/** A passport's facts. */
export function factsOf({ facts, maker }: PassportStructOutput): PassportFacts {
  const { limits } = facts;
  return {
    batteryPassportIdentifier: facts.batteryPassportIdentifier,
    maker: lowerHex(maker),
    model: facts.model,
    chemistry: facts.chemistry,
    ratedCapacityMicroAh: facts.ratedCapacityMicroAh,
    ratedEnergyMicroWh: facts.ratedEnergyMicroWh,
    factoryChargeCount: Number(facts.factoryChargeCount),
    factoryDischargeCount: Number(facts.factoryDischargeCount),
    limits: {
      voltageMinMicroV: limits.voltageMinMicroV,
      voltageMaxMicroV: limits.voltageMaxMicroV,
      temperatureMinMilliC: limits.temperatureMinMilliC,
      temperatureMaxMilliC: limits.temperatureMaxMilliC,
      chargingTemperatureMinMilliC: limits.chargingTemperatureMinMilliC,
      chargingTemperatureMaxMilliC: limits.chargingTemperatureMaxMilliC,
    },
  };
}

/** Which device measures a battery. */
export function bindingOf(binding: DeviceBindingStructOutput): Binding {
  const { firstSequence, lastSequence, boundAtS } = binding;
  return {
    device: lowerHex(binding.device),
    firstSequence,
    lastSequence,
    boundAtS,
    continuity: Number(binding.continuity) as Continuity,
    attestation: lowerHex(binding.attestation),
  };
}

/** A checkpoint, or null before the first. */
export function checkpointOf({
  device,
  sequence,
  recordHash,
  countersHash,
}: CheckpointStructOutput): CheckpointRoot | null {
  if (sequence === 0n) return null;
  return {
    device: lowerHex(device),
    sequence,
    recordHash: lowerHex(recordHash),
    countersHash: lowerHex(countersHash),
  };
}

/** Published counters, or null where none were. */
export function publishedOf({ device, sequence, counters }: PublishedCountersStructOutput): PublishedCounters | null {
  if (sequence === 0n) return null;
  const measured = (word: bigint) => (word === NOT_MEASURED_UINT64 ? null : word);
  return {
    device: lowerHex(device),
    sequence,
    counters: {
      chargeCount: counters.chargeCount,
      dischargeCount: counters.dischargeCount,
      numberOfFullCycles: counters.numberOfFullCycles,
      energyThroughputMicroWh: counters.energyThroughputMicroWh,
      capacityThroughputMicroAh: counters.capacityThroughputMicroAh,
      deepDischargeCount: measured(counters.deepDischargeCount),
      overChargeCount: measured(counters.overChargeCount),
      timeExtremeHighTempMs: measured(counters.timeExtremeHighTempMs),
      timeExtremeLowTempMs: measured(counters.timeExtremeLowTempMs),
      timeExtremeHighTempChargingMs: measured(counters.timeExtremeHighTempChargingMs),
      timeExtremeLowTempChargingMs: measured(counters.timeExtremeLowTempChargingMs),
      salt: lowerHex(counters.salt),
    },
  };
}
