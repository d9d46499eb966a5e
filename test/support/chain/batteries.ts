import {
  CorrectionReason,
  type CycleCounters,
  countersHashOf,
  DeviceKind,
  measurementsHashOf,
  NOT_MEASURED_UINT64,
  passportIdOf,
  structHashOf,
  ZERO_HASH,
} from "../../../protocol/index.js";
import type { AnchoredBatch } from "./batches.js";
import type { Consortium } from "./consortium.js";
import { type DeviceWish, type EnrolledDevice, enrolDevice } from "./devices.js";
import type { CycleContent, SignedChargeCycle } from "./recorder.js";

/** Facts of a small cell. */
export const FACTS = {
  batteryPassportIdentifier: "urn:battery:B0005",
  model: "18650",
  chemistry: "NMC",
  ratedCapacityMicroAh: 2_000_000n,
  ratedEnergyMicroWh: 7_200_000n,
  factoryChargeCount: 3,
  factoryDischargeCount: 2,
  limits: {
    voltageMinMicroV: 2_500_000n,
    voltageMaxMicroV: 4_250_000n,
    temperatureMinMilliC: -20_000n,
    temperatureMaxMilliC: 60_000n,
    chargingTemperatureMinMilliC: 0n,
    chargingTemperatureMaxMilliC: 45_000n,
  },
};

/** Token id of `FACTS`. */
export const PASSPORT = passportIdOf(FACTS.batteryPassportIdentifier);

/** Enrols a battery of the maker's. */
export function enrolBattery(consortium: Consortium, wish: Partial<DeviceWish> = {}): Promise<EnrolledDevice> {
  const { maker } = consortium;
  return enrolDevice(consortium, {
    name: "battery",
    kind: DeviceKind.Battery,
    organisation: maker,
    owner: maker.address,
    ...wish,
  });
}

/** The `count`th full cycle of a battery of `FACTS`, within its limits. */
export function cycleContent(count: bigint): CycleContent {
  return {
    measurements: {
      chargeMicroAh: 1_900_000n,
      dischargeMicroAh: 1_850_000n,
      chargeMicroWh: 7_000_000n,
      dischargeMicroWh: 6_500_000n,
      chargeDurationMs: 3_600_000n,
      dischargeDurationMs: 3_000_000n,
      voltageMaxMicroV: 4_200_000n,
      voltageMinMicroV: 2_700_000n,
      chargeCurrentMaxMicroA: 1_500_000n,
      dischargeCurrentMaxMicroA: null,
      chargeTemperatureMaxMilliC: 28_000n,
      chargeTemperatureMinMilliC: 20_000n,
      dischargeTemperatureMaxMilliC: -5_000n,
      dischargeTemperatureMinMilliC: null,
      supersedes: ZERO_HASH,
      correctionReason: CorrectionReason.None,
    },
    counters: {
      chargeCount: 3n + count,
      dischargeCount: 2n + count,
      numberOfFullCycles: (count * 1_850_000n) / 2_000_000n,
      energyThroughputMicroWh: count * 6_500_000n,
      capacityThroughputMicroAh: count * 1_850_000n,
      deepDischargeCount: 0n,
      overChargeCount: 0n,
      timeExtremeHighTempMs: 0n,
      timeExtremeLowTempMs: 0n,
      timeExtremeHighTempChargingMs: null,
      timeExtremeLowTempChargingMs: null,
    },
  };
}

/** What `BatteryPassport.checkpoint` takes for a cycle of an anchored batch. */
export function cycleProof({ record, signature }: SignedChargeCycle, batch: AnchoredBatch) {
  return {
    header: record.header,
    measurementsHash: measurementsHashOf(record.measurements),
    countersHash: countersHashOf(record.counters),
    signature,
    stream: batch.stream,
    batchSequence: batch.sequence,
    root: batch.root,
    proof: batch.proofOf(structHashOf(record)),
  };
}

/** What `BatteryPassport.publishCounters` takes: quantities that are not measured are the largest `uint64`. */
export function publishedCounters(counters: CycleCounters) {
  return {
    ...counters,
    deepDischargeCount: counters.deepDischargeCount ?? NOT_MEASURED_UINT64,
    overChargeCount: counters.overChargeCount ?? NOT_MEASURED_UINT64,
    timeExtremeHighTempMs: counters.timeExtremeHighTempMs ?? NOT_MEASURED_UINT64,
    timeExtremeLowTempMs: counters.timeExtremeLowTempMs ?? NOT_MEASURED_UINT64,
    timeExtremeHighTempChargingMs: counters.timeExtremeHighTempChargingMs ?? NOT_MEASURED_UINT64,
    timeExtremeLowTempChargingMs: counters.timeExtremeLowTempChargingMs ?? NOT_MEASURED_UINT64,
  };
}
