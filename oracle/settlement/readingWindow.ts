import type { Hex } from "../../protocol/hex.js";
import type { SignedRecord } from "../../protocol/records/record.js";
import type { Readings } from "./types.js";

/** Some meters' readings over a stretch of time, by meter and time. */
export class ReadingWindow {
  readonly #byMeter = new Map<Hex, Map<number, SignedRecord>>();
  /** Last time that the window holds, Unix seconds. */
  readonly toS: number;

  private constructor(toS: number) {
    this.toS = toS;
  }

  /** Reads the readings of `meters` from `fromS` through `toS` that fall on multiples of `everyS`. */
  static async read(
    readings: Readings,
    meters: readonly Hex[],
    fromS: number,
    toS: number,
    everyS: number,
  ): Promise<ReadingWindow> {
    const window = new ReadingWindow(toS);
    for (const signed of await readings.between(meters, fromS, toS, everyS)) {
      const { device, timestampS } = signed.record.header;
      const ofMeter = window.#byMeter.get(device) ?? new Map<number, SignedRecord>();
      // Of two readings of one time the earlier counts: the chain takes one only.
      if (!ofMeter.has(Number(timestampS))) ofMeter.set(Number(timestampS), signed);
      window.#byMeter.set(device, ofMeter);
    }
    return window;
  }

  at(meter: Hex, timeS: number): SignedRecord | undefined {
    return this.#byMeter.get(meter)?.get(timeS);
  }
}
