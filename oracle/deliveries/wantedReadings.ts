import { EdgeRule } from "../../protocol/deals/edgeRule.js";
import { fieldWordOf } from "../../protocol/fields.js";
import type { SensorReading } from "../../protocol/records/sensorReading.js";
import type { AnchoredReading, BookedDelivery, BookedWatch, SensorReadings } from "./types.js";

/** Readings of a watch that are looked at in one go. */
const PAGE = 500;

interface Followed {
  readonly watch: BookedWatch;
  readonly rule: EdgeRule;
  /** Sequence of the last record that was looked at; undefined before the first reading of the delivery's time. */
  after: number | undefined;
}

/**
 * Which of a delivery's anchored readings are to be reported: by the edge rule, and one whenever the heartbeat wants a word,
 * since only a sensor signs summaries. The choice follows from the readings alone, so a restart makes the same.
 */
export class WantedReadings {
  readonly #delivery: BookedDelivery;
  readonly #readings: SensorReadings;
  readonly #followed: readonly Followed[];
  #waiting: AnchoredReading[] = [];

  constructor(delivery: BookedDelivery, readings: SensorReadings) {
    const { id, heartbeatS, watches } = delivery;
    this.#delivery = delivery;
    this.#readings = readings;
    this.#followed = watches.map((watch) => {
      const { minMilli, maxMilli, warnMarginMilli } = watch;
      const rule = new EdgeRule({ delivery: id, condition: { minMilli, maxMilli }, warnMarginMilli, heartbeatS });
      return { watch, rule, after: undefined };
    });
  }

  /** Looks at readings that were anchored since the last call. @returns True if there may be more. */
  async collect(): Promise<boolean> {
    let mayBeMore = false;
    for (const followed of this.#followed) {
      const looked = await this.#collectOne(followed);
      mayBeMore ||= looked === PAGE;
    }
    return mayBeMore;
  }

  /** Wanted readings of until `nowS`, Unix seconds, `limit` at most; each sensor's in its order. */
  due(nowS: number, limit: number): AnchoredReading[] {
    return this.#waiting.filter(({ reading }) => reading.header.timestampS <= BigInt(nowS)).slice(0, limit);
  }

  /** These need no more attention. */
  done(readings: readonly AnchoredReading[]): void {
    const all = new Set(readings);
    this.#waiting = this.#waiting.filter((each) => !all.has(each));
  }

  async #collectOne(followed: Followed): Promise<number> {
    const { startS, endS } = this.#delivery;
    const { watch, rule } = followed;
    const first = followed.after === undefined && (await this.#readings.firstWithin(watch.sensor, startS, endS));
    if (first !== false) followed.after = first === undefined ? undefined : first - 1;
    if (followed.after === undefined) return 0;
    const page = await this.#readings.anchoredAfter(watch.sensor, followed.after, PAGE);
    for (const each of page) {
      followed.after = Number(each.reading.header.sequence);
      if (!this.#counts(watch, each.reading)) continue;
      const { isReported, isSummaryDue } = rule.take(each.reading);
      if (isReported || isSummaryDue) this.#waiting.push(each);
    }
    return page.length;
  }

  #counts({ field }: BookedWatch, { header, field: name }: SensorReading): boolean {
    const { startS, endS } = this.#delivery;
    const isInside = header.timestampS >= BigInt(startS) && header.timestampS <= BigInt(endS);
    return isInside && fieldWordOf(name) === field;
  }
}
