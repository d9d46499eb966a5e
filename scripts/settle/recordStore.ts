import { openSignedRecords } from "../../oracle/ingest/index.js";
import type { Readings } from "../../oracle/settlement/index.js";
import type { Hex, Rejection, SignedRecord } from "../../protocol/index.js";
import { requireFile } from "../commandLine/files.js";

/** Meter readings from files, in memory. Nothing is verified here: the chain takes no reading that its meter did not sign. */
export class RecordStore implements Readings {
  /** By sequence. */
  readonly #byMeter = new Map<Hex, SignedRecord[]>();

  /** @param records In any order; what is there twice is kept once. */
  constructor(records: readonly SignedRecord[]) {
    const bySequence = records.toSorted((a, b) => (a.record.header.sequence < b.record.header.sequence ? -1 : 1));
    for (const signed of bySequence) {
      const { device } = signed.record.header;
      const ofMeter = this.#byMeter.get(device);
      if (ofMeter) ofMeter.push(signed);
      else this.#byMeter.set(device, [signed]);
    }
  }

  async between(meters: readonly Hex[], fromS: number, toS: number, everyS: number): Promise<SignedRecord[]> {
    const [from, to, every] = [BigInt(fromS), BigInt(toS), BigInt(everyS)];
    return this.#of(meters).filter(({ record }) => {
      const { timestampS } = record.header;
      return timestampS >= from && timestampS <= to && timestampS % every === 0n;
    });
  }

  async openings(meters: readonly Hex[]): Promise<SignedRecord[]> {
    return this.#of(meters).filter(({ record }) => record.header.sequence === 1n);
  }

  async latestS(meters: readonly Hex[]): Promise<ReadonlyMap<Hex, number>> {
    const latest = new Map<Hex, number>();
    for (const { record } of this.#of(meters)) {
      const { device, timestampS } = record.header;
      latest.set(device, Math.max(latest.get(device) ?? 0, Number(timestampS)));
    }
    return latest;
  }

  #of(meters: readonly Hex[]): SignedRecord[] {
    return meters.flatMap((meter) => this.#byMeter.get(meter) ?? []);
  }
}

/** What files of signed records hold. */
export interface ReadFiles {
  readonly records: readonly SignedRecord[];
  /** Where each of them stands. */
  readonly positions: ReadonlyMap<SignedRecord, string>;
  /** Rows that could not be read, and records that no meter makes. */
  readonly rejections: readonly Rejection[];
}

/** Reads the meter readings of files of signed records (docs/oracle.md). Throws `FileUnreadable` and as `openSignedRecords`. */
export async function readRecordFiles(paths: readonly string[]): Promise<ReadFiles> {
  for (const path of paths) requireFile(path);
  const positions = new Map<SignedRecord, string>();
  const rejections: Rejection[] = [];
  for (const path of paths) {
    const file = await openSignedRecords(path);
    for await (const row of file.rows) {
      if (!row.accepted) rejections.push(row.rejection);
      else if (row.record.record.type === "MeterReading") positions.set(row.record, `${file.source}, row ${row.row}`);
    }
  }
  return { records: [...positions.keys()], positions, rejections };
}
