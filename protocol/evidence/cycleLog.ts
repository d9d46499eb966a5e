import { fromHex, type Hex } from "../hex.js";
import {
  type CycleMeasurements,
  type Measured,
  NOT_MEASURED_INT64,
  NOT_MEASURED_UINT64,
} from "../records/chargeCycle.js";
import { HashIndex } from "./hashIndex.js";
import type { MeasuredCycle } from "./report.js";
import { Rows } from "./rows.js";

/** Measurements in the order in which a row holds them; the last four may be negative. */
const UNSIGNED = [
  "chargeMicroAh",
  "dischargeMicroAh",
  "chargeMicroWh",
  "dischargeMicroWh",
  "chargeDurationMs",
  "dischargeDurationMs",
  "voltageMaxMicroV",
  "voltageMinMicroV",
  "chargeCurrentMaxMicroA",
  "dischargeCurrentMaxMicroA",
] as const satisfies readonly (keyof MeasuredCycle)[];
const SIGNED = [
  "chargeTemperatureMaxMilliC",
  "chargeTemperatureMinMilliC",
  "dischargeTemperatureMaxMilliC",
  "dischargeTemperatureMinMilliC",
] as const satisfies readonly (keyof MeasuredCycle)[];

const DISCHARGE_AH = UNSIGNED.indexOf("dischargeMicroAh");
const DISCHARGE_WH = UNSIGNED.indexOf("dischargeMicroWh");

const HASH = 0;
const SUPERSEDES = 32;
const SEQUENCE = 64;
const TIMESTAMP = 72;
const DISCHARGE_COUNT = 80;
const MEASURED = 88;
const HIGHEST = MEASURED + 8 * (UNSIGNED.length + SIGNED.length);
const RANK = HIGHEST + 16;
const FIRST = RANK + 4;
const SUPERSEDED = FIRST + 4;
const LATEST = SUPERSEDED + 4;
const REASON = LATEST + 4;
const EVENTS = REASON + 1;
const ROW = EVENTS + 3;

/** Names no row. */
const NONE = -1;

/** What a cycle counts in throughput: the highest amount that any of its versions states. */
export interface Discharged {
  readonly microAh: bigint;
  readonly microWh: bigint;
}

export interface NewVersion {
  readonly hash: Hex;
  readonly sequence: bigint;
  readonly timestampS: bigint;
  /** Of which of the battery's devices, by its position. */
  readonly rank: number;
  readonly dischargeCount: bigint;
  readonly measurements: CycleMeasurements;
  /** Row of the version that this one corrects; undefined for an original and for what is not in the bundle. */
  readonly superseded: number | undefined;
  /** Row of any earlier version of the same cycle; undefined if there is none in the bundle. */
  readonly kin: number | undefined;
}

/** Remembers every version of every cycle in some 250 bytes, by the order in which they came and by their struct hash. */
export class CycleLog {
  readonly #rows = new Rows(ROW);
  readonly #byHash = new HashIndex((row) => this.hashOf(row));
  /** The first correction of each record that is not in the bundle, by that record's hash. */
  readonly #bySuperseded = new HashIndex((row) => this.supersedesOf(row));

  get length(): number {
    return this.#rows.length;
  }

  append(version: NewVersion): void {
    const { measurements, superseded, kin } = version;
    const row = this.#rows.append();
    const [view, offset] = this.#at(row);
    bytesAt(view, offset + HASH).set(fromHex(version.hash, 32, "hash"));
    bytesAt(view, offset + SUPERSEDES).set(fromHex(measurements.supersedes, 32, "supersedes"));
    view.setBigUint64(offset + SEQUENCE, version.sequence);
    view.setBigUint64(offset + TIMESTAMP, version.timestampS);
    view.setBigUint64(offset + DISCHARGE_COUNT, version.dischargeCount);
    UNSIGNED.forEach((name, at) => {
      view.setBigUint64(offset + MEASURED + 8 * at, measurements[name] ?? NOT_MEASURED_UINT64);
    });
    SIGNED.forEach((name, at) => {
      view.setBigInt64(offset + MEASURED + 8 * (UNSIGNED.length + at), measurements[name] ?? NOT_MEASURED_INT64);
    });
    view.setUint32(offset + RANK, version.rank);
    view.setUint8(offset + REASON, measurements.correctionReason);
    const first = kin === undefined ? row : this.firstOf(kin);
    view.setInt32(offset + FIRST, first);
    view.setInt32(offset + SUPERSEDED, superseded ?? NONE);
    this.#raise(first, row, measurements);
    this.#byHash.add(row);
  }

  /** Row of the version with this struct hash. */
  find(hash: Hex): number | undefined {
    return this.#byHash.find(fromHex(hash, 32, "hash"));
  }

  /** Row of the first version that corrects the record with this struct hash, which is not in the bundle. */
  findCorrectionOfUnknown(supersedes: Hex): number | undefined {
    return this.#bySuperseded.find(fromHex(supersedes, 32, "supersedes"));
  }

  /** Notes that `row` is the first to correct a record that is not in the bundle. */
  noteCorrectionOfUnknown(row: number): void {
    this.#bySuperseded.add(row);
  }

  hashOf(row: number): Uint8Array {
    const [view, offset] = this.#at(row);
    return bytesAt(view, offset + HASH);
  }

  /** Struct hash of the record that this version corrects, in the bundle or not; zero for an original. */
  supersedesOf(row: number): Uint8Array {
    const [view, offset] = this.#at(row);
    return bytesAt(view, offset + SUPERSEDES);
  }

  sequenceOf(row: number): bigint {
    return this.#uint64(row, SEQUENCE);
  }

  timestampOf(row: number): bigint {
    return this.#uint64(row, TIMESTAMP);
  }

  dischargeCountOf(row: number): bigint {
    return this.#uint64(row, DISCHARGE_COUNT);
  }

  rankOf(row: number): number {
    const [view, offset] = this.#at(row);
    return view.getUint32(offset + RANK);
  }

  reasonOf(row: number): number {
    const [view, offset] = this.#at(row);
    return view.getUint8(offset + REASON);
  }

  /** Row of the first version of this version's cycle. */
  firstOf(row: number): number {
    const [view, offset] = this.#at(row);
    return view.getInt32(offset + FIRST);
  }

  /** Row of the version that this one corrects; undefined if there is none in the bundle. */
  supersededBy(row: number): number | undefined {
    const [view, offset] = this.#at(row);
    const superseded = view.getInt32(offset + SUPERSEDED);
    return superseded === NONE ? undefined : superseded;
  }

  /** Row of the latest version of the cycle that `first` began. */
  latestOf(first: number): number {
    const [view, offset] = this.#at(first);
    return view.getInt32(offset + LATEST);
  }

  /** What the cycle that `first` began counts in throughput so far. */
  highestOf(first: number): Discharged {
    return { microAh: this.#uint64(first, HIGHEST), microWh: this.#uint64(first, HIGHEST + 8) };
  }

  /** Bits of the harmful events that the cycle's versions showed so far. */
  eventsOf(first: number): number {
    const [view, offset] = this.#at(first);
    return view.getUint8(offset + EVENTS);
  }

  addEvents(first: number, events: number): void {
    const [view, offset] = this.#at(first);
    view.setUint8(offset + EVENTS, view.getUint8(offset + EVENTS) | events);
  }

  dischargedOf(row: number): Pick<MeasuredCycle, "dischargeMicroAh" | "dischargeMicroWh"> {
    const [microAh, microWh] = [MEASURED + 8 * DISCHARGE_AH, MEASURED + 8 * DISCHARGE_WH];
    return { dischargeMicroAh: this.#uint64(row, microAh), dischargeMicroWh: this.#uint64(row, microWh) };
  }

  measuredOf(row: number): MeasuredCycle {
    const [view, offset] = this.#at(row);
    const measured: Partial<Record<keyof MeasuredCycle, Measured>> = {};
    UNSIGNED.forEach((name, at) => {
      const value = view.getBigUint64(offset + MEASURED + 8 * at);
      // Some of these are always measured: there the word is a quantity, though no real one.
      const mayBeNull = name === "chargeCurrentMaxMicroA" || name === "dischargeCurrentMaxMicroA";
      measured[name] = mayBeNull && value === NOT_MEASURED_UINT64 ? null : value;
    });
    SIGNED.forEach((name, at) => {
      const value = view.getBigInt64(offset + MEASURED + 8 * (UNSIGNED.length + at));
      measured[name] = value === NOT_MEASURED_INT64 ? null : value;
    });
    return measured as MeasuredCycle;
  }

  #raise(first: number, row: number, { dischargeMicroAh, dischargeMicroWh }: CycleMeasurements): void {
    const [view, offset] = this.#at(first);
    const { microAh, microWh } = this.highestOf(first);
    view.setInt32(offset + LATEST, row);
    if (dischargeMicroAh > microAh) view.setBigUint64(offset + HIGHEST, dischargeMicroAh);
    if (dischargeMicroWh > microWh) view.setBigUint64(offset + HIGHEST + 8, dischargeMicroWh);
  }

  #uint64(row: number, member: number): bigint {
    const [view, offset] = this.#at(row);
    return view.getBigUint64(offset + member);
  }

  #at(row: number): [DataView, number] {
    return [this.#rows.viewOf(row), this.#rows.offsetOf(row)];
  }
}

function bytesAt(view: DataView, offset: number): Uint8Array {
  return new Uint8Array(view.buffer, offset, 32);
}
