import { bodyHashOf, type CycleBody, DeviceKind, passportIdOf, structHashOf } from "../../../protocol/index.js";
import type { AnchoredBatch } from "./batches.js";
import type { Consortium } from "./consortium.js";
import { type DeviceWish, type EnrolledDevice, enrolDevice } from "./devices.js";
import type { SignedChargeCycle } from "./recorder.js";

/** Facts of a small cell. */
export const FACTS = {
  batteryPassportIdentifier: "urn:battery:B0005",
  model: "18650",
  chemistry: "NMC",
  ratedCapacityMicroAh: 2_000_000n,
  ratedEnergyMicroWh: 7_200_000n,
  factoryChargeCount: 3,
  factoryDischargeCount: 2,
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

/** Counters after `count` full cycles. */
export function cycleBody(count: bigint): Omit<CycleBody, "salt"> {
  return {
    chargeMicroAh: 1_900_000n,
    dischargeMicroAh: 1_850_000n,
    chargeMicroWh: 7_000_000n,
    dischargeMicroWh: 6_500_000n,
    chargeDurationMs: 3_600_000n,
    dischargeDurationMs: 3_000_000n,
    voltageMaxMicroV: 4_200_000n,
    voltageMinMicroV: 2_700_000n,
    chargeTemperatureMaxMilliC: 28_000n,
    dischargeTemperatureMaxMilliC: -5_000n,
    chargeCount: 3n + count,
    dischargeCount: 2n + count,
    numberOfFullCycles: (count * 1_850_000n) / 2_000_000n,
    energyThroughputMicroWh: count * 6_500_000n,
    capacityThroughputMicroAh: count * 1_850_000n,
  };
}

/** What `BatteryPassport.checkpoint` takes for a cycle of an anchored batch. */
export function cycleProof({ record, signature }: SignedChargeCycle, batch: AnchoredBatch) {
  return {
    header: record.header,
    bodyHash: bodyHashOf(record.body),
    signature,
    stream: batch.stream,
    batchSequence: batch.sequence,
    root: batch.root,
    proof: batch.proofOf(structHashOf(record)),
  };
}
