import {
  type ArchivedLeaf,
  type ChargeCycle,
  CorrectionReason,
  type CycleCounters,
  type CycleMeasurements,
  countersSaltOf,
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
  limits: {
    voltageMinMicroV: 2_500_000n,
    voltageMaxMicroV: 4_250_000n,
    temperatureMinMilliC: -20_000n,
    temperatureMaxMilliC: 60_000n,
    chargingTemperatureMinMilliC: 0n,
    chargingTemperatureMaxMilliC: 45_000n,
  },
};

const START_S = 1_700_000_000n;
const CYCLE_S = 14_400n;

type UnlinkedRecord = { readonly [Type in DeviceRecord as Type["type"]]: Omit<Type, "header"> }[DeviceRecord["type"]];

/** What a test states in the place of what would follow: measurements and counters alike. */
export type CycleChanges = Partial<Omit<CycleMeasurements, "salt"> & Omit<CycleCounters, "salt">>;

interface Discharge {
  dischargeMicroAh: bigint;
  dischargeMicroWh: bigint;
}

/** What a device that continues another's count starts from. */
export type Totals = Omit<CycleCounters, "salt" | "numberOfFullCycles">;

const AT_FACTORY: Totals = {
  chargeCount: BigInt(TEST_PASSPORT.factoryChargeCount),
  dischargeCount: BigInt(TEST_PASSPORT.factoryDischargeCount),
  energyThroughputMicroWh: 0n,
  capacityThroughputMicroAh: 0n,
  deepDischargeCount: 0n,
  overChargeCount: 0n,
  timeExtremeHighTempMs: 0n,
  timeExtremeLowTempMs: null,
  timeExtremeHighTempChargingMs: 0n,
  timeExtremeLowTempChargingMs: 0n,
};

/**
 * Writes a battery device's signed history record by record, with counters and links that follow. What a test passes as
 * `changes` is signed as it is: a device that lies. Changed counters are not gone on from.
 */
export class HistoryWriter {
  readonly #device: TestDevice;
  readonly #domain = domainSeparator(TEST_CHAIN);
  /** What each cycle counts so far, by every version of it. */
  readonly #highest = new Map<Hex, Discharge>();
  #previous: Hex = ZERO_HASH;
  #sequence = 0n;
  #totals: Totals;

  /** @param totals What the counters go on from; the factory's by default. */
  constructor(device: TestDevice, totals: Totals = AT_FACTORY) {
    this.#device = device;
    this.#totals = totals;
  }

  /** Sequence of the latest record. */
  get sequence(): bigint {
    return this.#sequence;
  }

  /** What another device would go on from. */
  get totals(): Totals {
    return this.#totals;
  }

  /** One charge and discharge of a slowly ageing cell. */
  cycle(changes: CycleChanges = {}): SignedRecord {
    const age = this.#totals.chargeCount * 1_013n;
    const highest = {
      dischargeMicroAh: changes.dischargeMicroAh ?? 1_856_490n - age,
      dischargeMicroWh: changes.dischargeMicroWh ?? 6_608_680n - 3n * age,
    };
    this.#count(1n, highest);
    const measured = {
      chargeMicroAh: 1_880_050n - age,
      ...highest,
      chargeMicroWh: 7_621_660n - age,
      chargeDurationMs: 10_516_000n,
      dischargeDurationMs: 3_669_900n,
      voltageMaxMicroV: 4_209_900n,
      voltageMinMicroV: 2_612_500n,
      chargeCurrentMaxMicroA: 1_500_000n,
      dischargeCurrentMaxMicroA: null,
      chargeTemperatureMaxMilliC: 27_445n,
      chargeTemperatureMinMilliC: 21_000n,
      dischargeTemperatureMaxMilliC: 30_250n,
      dischargeTemperatureMinMilliC: -1_250n,
      supersedes: ZERO_HASH,
      correctionReason: CorrectionReason.None,
    };
    const signed = this.#signCycle(measured, changes);
    this.#highest.set(structHashOf(signed.record), highest);
    return signed;
  }

  /** Corrects a cycle of this device: the counters rise only by what the correction adds to the highest amount so far. */
  correct(corrected: SignedRecord, changes: CycleChanges = {}): SignedRecord {
    if (corrected.record.type !== "ChargeCycle") throw new TypeError("only cycles are corrected");
    const supersedes = structHashOf(corrected.record);
    const { salt: _, ...before } = corrected.record.measurements;
    const highest = this.#highest.get(supersedes) ?? { dischargeMicroAh: 0n, dischargeMicroWh: 0n };
    const known = { ...highest };
    const correction = { ...before, supersedes, correctionReason: CorrectionReason.Calibration };
    const measured = replaced(correction, changes);
    highest.dischargeMicroAh = larger(known.dischargeMicroAh, measured.dischargeMicroAh);
    highest.dischargeMicroWh = larger(known.dischargeMicroWh, measured.dischargeMicroWh);
    this.#count(0n, {
      dischargeMicroAh: highest.dischargeMicroAh - known.dischargeMicroAh,
      dischargeMicroWh: highest.dischargeMicroWh - known.dischargeMicroWh,
    });
    const signed = this.#signCycle(measured, changes);
    this.#highest.set(structHashOf(signed.record), highest);
    return signed;
  }

  /** Raises totals of harmful events, for the records from here on. */
  raise(totals: Partial<Totals>): void {
    this.#totals = { ...this.#totals, ...totals };
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

  #count(cycles: bigint, added: Discharge): void {
    const { chargeCount, dischargeCount, energyThroughputMicroWh, capacityThroughputMicroAh } = this.#totals;
    this.#totals = {
      ...this.#totals,
      chargeCount: chargeCount + cycles,
      dischargeCount: dischargeCount + cycles,
      energyThroughputMicroWh: energyThroughputMicroWh + added.dischargeMicroWh,
      capacityThroughputMicroAh: capacityThroughputMicroAh + added.dischargeMicroAh,
    };
  }

  #signCycle(measured: Omit<CycleMeasurements, "salt">, changes: CycleChanges): SignedRecord {
    const salt = this.#nextSalt();
    const numberOfFullCycles = this.#totals.capacityThroughputMicroAh / TEST_PASSPORT.ratedCapacityMicroAh;
    const counters = { ...this.#totals, numberOfFullCycles };
    const content: Omit<ChargeCycle, "header"> = {
      type: "ChargeCycle",
      measurements: { ...replaced(measured, changes), salt },
      counters: { ...replaced(counters, changes), salt: countersSaltOf(salt) },
    };
    return this.#sign(content, salt);
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

/** The members of `values` with those that `changes` names replaced. */
function replaced<Values extends object>(values: Values, changes: CycleChanges): Values {
  const named = Object.entries(changes).filter(([name]) => name in values);
  return { ...values, ...Object.fromEntries(named) };
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** A history with a correction, a harmful event, a sample and a gap; seven sequences in six entries. */
export function eventfulHistory(device: TestDevice): ArchivedLeaf[] {
  const writer = new HistoryWriter(device);
  const first = writer.cycle();
  writer.raise({ deepDischargeCount: 1n });
  const deep = writer.cycle({ voltageMinMicroV: 2_400_000n });
  return [
    first,
    deep,
    writer.sensor(),
    writer.correct(first, { dischargeMicroAh: 1_860_000n }),
    writer.lose(2),
    writer.cycle(),
  ];
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
