import {
  type ArchivedLeaf,
  type ChargeCycle,
  type CycleBody,
  type DeviceRecord,
  domainSeparator,
  type Gap,
  type Hex,
  linkOf,
  type PassportFacts,
  type RecordHeader,
  type SignedRecord,
  structHashOf,
  ZERO_HASH,
} from "../../../protocol/index.js";
import { hashOf, type TestDevice } from "./devices.js";

/** The deployment that test histories belong to. */
export const TEST_CHAIN = {
  chainId: 31337n,
  genesisHash: hashOf("genesis"),
  directory: `0x${"d1".repeat(20)}` as Hex,
};

export const TEST_PASSPORT: PassportFacts = {
  batteryPassportIdentifier: "urn:battery:B0005",
  maker: `0x${"3a".repeat(20)}`,
  model: "18650-2Ah",
  chemistry: "LiCoO2 / Graphit",
  ratedCapacityMicroAh: 2_000_000n,
  ratedEnergyMicroWh: 7_400_000n,
  factoryChargeCount: 3,
  factoryDischargeCount: 2,
};

const START_S = 1_700_000_000n;
const CYCLE_S = 14_400n;

type UnlinkedRecord = { readonly [Type in DeviceRecord as Type["type"]]: Omit<Type, "header"> }[DeviceRecord["type"]];

/**
 * Writes a battery device's signed history record by record, with counters and links that follow. What a test passes as
 * `changes` is signed as it is: a device that lies.
 */
export class HistoryWriter {
  readonly #device: TestDevice;
  readonly #domain = domainSeparator(TEST_CHAIN);
  #previous: Hex = ZERO_HASH;
  #sequence = 0n;
  #charges = BigInt(TEST_PASSPORT.factoryChargeCount);
  #discharges = BigInt(TEST_PASSPORT.factoryDischargeCount);
  #energyMicroWh = 0n;
  #capacityMicroAh = 0n;

  constructor(device: TestDevice) {
    this.#device = device;
  }

  /** Sequence of the latest record. */
  get sequence(): bigint {
    return this.#sequence;
  }

  /** One charge and discharge of a slowly ageing cell. */
  cycle(changes: Partial<CycleBody> = {}): SignedRecord {
    const age = this.#charges * 1_013n;
    const dischargeMicroAh = changes.dischargeMicroAh ?? 1_856_490n - age;
    const dischargeMicroWh = changes.dischargeMicroWh ?? 6_608_680n - 3n * age;
    this.#charges += 1n;
    this.#discharges += 1n;
    this.#energyMicroWh += dischargeMicroWh;
    this.#capacityMicroAh += dischargeMicroAh;
    const salt = this.#nextSalt();
    const body: CycleBody = {
      chargeMicroAh: 1_880_050n - age,
      dischargeMicroAh,
      chargeMicroWh: 7_621_660n - age,
      dischargeMicroWh,
      chargeDurationMs: 10_516_000n,
      dischargeDurationMs: 3_669_900n,
      voltageMaxMicroV: 4_209_900n,
      voltageMinMicroV: 2_612_500n,
      chargeTemperatureMaxMilliC: 27_445n,
      dischargeTemperatureMaxMilliC: -1_250n,
      chargeCount: this.#charges,
      dischargeCount: this.#discharges,
      numberOfFullCycles: this.#capacityMicroAh / TEST_PASSPORT.ratedCapacityMicroAh,
      energyThroughputMicroWh: this.#energyMicroWh,
      capacityThroughputMicroAh: this.#capacityMicroAh,
      salt,
      ...changes,
    };
    return this.#sign({ type: "ChargeCycle", body } as Omit<ChargeCycle, "header">, salt);
  }

  /** A temperature sample of the same device. */
  sensor(): SignedRecord {
    return this.#sign({ type: "SensorReading", field: "temperature", valueMilli: -4_500n }, this.#nextSalt());
  }

  /** The device's import and export registers; an odd record for a battery, but any type may stand in a history. */
  meter(): SignedRecord {
    return this.#sign({ type: "MeterReading", importWh: 12_000n, exportWh: 345n }, this.#nextSalt());
  }

  /** Writes `count` cycles that never arrive, and states so. */
  lose(count: number): Gap {
    const fromSequence = this.#sequence + 1n;
    for (let lost = 0; lost < count; lost++) this.cycle();
    return { type: "Gap", device: this.#device.device, fromSequence, toSequence: this.#sequence, reason: 1 };
  }

  #nextSalt(): Hex {
    return hashOf(`salt ${this.#device.device} ${this.#sequence + 1n}`);
  }

  #sign(content: UnlinkedRecord, salt: Hex): SignedRecord {
    this.#sequence += 1n;
    const previous = this.#previous;
    const header: RecordHeader = {
      device: this.#device.device,
      sequence: this.#sequence,
      timestampS: START_S + this.#sequence * CYCLE_S,
      timeSource: 2,
      signedBy: 0,
      link: linkOf(previous, salt),
    };
    const record = { ...content, header } as DeviceRecord;
    this.#previous = structHashOf(record);
    return { record, previous, salt, signature: this.#device.sign(this.#domain, this.#previous) };
  }
}

/** A history with every kind of entry: cycles, a sample, a meter reading and a gap of two lost cycles; ten sequences. */
export function mixedHistory(device: TestDevice): ArchivedLeaf[] {
  const writer = new HistoryWriter(device);
  return [
    writer.cycle(),
    writer.cycle(),
    writer.sensor(),
    writer.cycle(),
    writer.lose(2),
    writer.cycle(),
    writer.meter(),
    writer.cycle(),
    writer.cycle(),
  ];
}
