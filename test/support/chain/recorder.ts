import {
  type ChargeCycle,
  type CycleCounters,
  type CycleMeasurements,
  countersSaltOf,
  type DeviceRecord,
  type Hex,
  linkOf,
  type MeterReading,
  type SignedRecord,
  structHashOf,
  ZERO_HASH,
} from "../../../protocol/index.js";
import { bytes32Of, type EnrolledDevice } from "./devices.js";

/** A signed meter reading with its record narrowed. */
export type SignedMeterReading = SignedRecord & { readonly record: MeterReading };
export type SignedChargeCycle = SignedRecord & { readonly record: ChargeCycle };

/** What a battery's device says of a cycle; its recorder adds the salts. */
export interface CycleContent {
  readonly measurements: Omit<CycleMeasurements, "salt">;
  readonly counters: Omit<CycleCounters, "salt">;
}

/** A device that signs one record after another, each linked to the one before. */
export class Recorder {
  readonly device: Hex;
  readonly #enrolled: EnrolledDevice;
  readonly #domain: Hex;
  #sequence = 0n;
  #previous: Hex = ZERO_HASH;

  constructor(enrolled: EnrolledDevice, domain: Hex) {
    this.device = enrolled.device;
    this.#enrolled = enrolled;
    this.#domain = domain;
  }

  /** The next reading of a meter. */
  read(timestampS: number, importWh: bigint, exportWh: bigint): SignedMeterReading {
    return this.#next(timestampS, (header) => ({ type: "MeterReading", header, importWh, exportWh }));
  }

  /** The next cycle of a battery. */
  cycle(timestampS: number, { measurements, counters }: CycleContent): SignedChargeCycle {
    return this.#next(timestampS, (header, salt) => ({
      type: "ChargeCycle",
      header,
      measurements: { ...measurements, salt },
      counters: { ...counters, salt: countersSaltOf(salt) },
    }));
  }

  /** Leaves `count` sequences out, as records that never arrive. */
  skip(count: bigint): void {
    this.#sequence += count;
  }

  #next<R extends DeviceRecord>(timestampS: number, make: (header: R["header"], salt: Hex) => R) {
    this.#sequence += 1n;
    const salt = bytes32Of(`salt ${this.device} ${this.#sequence}`);
    const header = {
      device: this.device,
      sequence: this.#sequence,
      timestampS: BigInt(timestampS),
      timeSource: 2 as const,
      signedBy: 0 as const,
      link: linkOf(this.#previous, salt),
    };
    const record = make(header, salt);
    const structHash = structHashOf(record);
    const signed = {
      record,
      previous: this.#previous,
      salt,
      signature: this.#enrolled.key.sign(this.#domain, structHash),
    };
    this.#previous = structHash;
    return signed;
  }
}

/** A reading in the form that `EnergySettlement` takes. */
export function posted({ record, signature }: SignedMeterReading) {
  const { header, importWh, exportWh } = record;
  return { reading: { header, importWh, exportWh }, signature };
}
