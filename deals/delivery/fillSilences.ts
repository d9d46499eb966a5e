import type { Delivery, Silence, WatchRecord } from "./delivery.js";
import type { GivenReading } from "./selectReadings.js";

/** A reading that shows a silence to be none, or shorter. */
export interface Filling<Given extends GivenReading> {
  /** Position among the delivery's silences. */
  readonly silence: number;
  readonly given: Given;
}

/**
 * Chooses readings that fill silences: of each silence as few as leave no gap that is longer than the heartbeat, in the order
 * in which `fillSilence` takes them. Silences that the readings cannot fill wholly are left alone.
 * @param readings Those that count, by their sensors' clocks.
 */
export function fillSilences<Given extends GivenReading>(
  { plan, watches }: Delivery,
  readings: readonly Given[],
): Filling<Given>[] {
  return watches.flatMap((watch) => {
    const own = readings.filter((given) => isOf(watch, given));
    return watch.silences.flatMap((silence) => bridge(silence, own, plan.heartbeatS));
  });
}

const isOf = ({ sensor, condition }: WatchRecord, { reading: { header, field } }: GivenReading) =>
  header.device === sensor && field === condition.field;

function bridge<Given extends GivenReading>(
  { silence, fromS, toS }: Silence,
  readings: readonly Given[],
  heartbeatS: number,
): Filling<Given>[] {
  const fillings: Filling<Given>[] = [];
  let reachedS = fromS;
  while (toS - reachedS > heartbeatS) {
    const given = readings.findLast((each) => {
      const atS = timeOf(each);
      return atS > reachedS && atS <= reachedS + heartbeatS && atS < toS;
    });
    if (given === undefined) return [];
    fillings.push({ silence, given });
    reachedS = timeOf(given);
  }
  return fillings;
}

const timeOf = ({ reading }: GivenReading) => Number(reading.header.timestampS);
