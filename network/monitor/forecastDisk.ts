import type { DiskReading, DiskSample } from "./diskHistory.js";

/** How fast a node's disk fills. */
export interface DiskForecast {
  /** Bytes that the node's data and logs grow by in a day; undefined until samples tell. */
  readonly growthBytesPerDay: number | undefined;
  /** Undefined if nothing tells that it will be full. */
  readonly daysUntilFull: number | undefined;
}

const DAY_S = 86_400;
/** What a database writes in bursts evens out over an hour. */
export const SHORTEST_SPAN_S = 3600;

/** How fast what belongs to one node changes; undefined until samples tell. */
export interface DiskRates {
  /** Of the node's data and logs. */
  readonly growthBytesPerDay: number | undefined;
  /** By how much the free bytes of its file system become fewer, whoever takes them. */
  readonly declineBytesPerDay: number | undefined;
}

/**
 * How fast a node's disk changes: of the whole history and its last day the faster, since load that has just risen stays.
 * @param history Oldest first. @param name The node's.
 */
export function diskRates(history: readonly DiskSample[], name: string): DiskRates {
  return {
    growthBytesPerDay: rateOf(history, name, ({ usedBytes }) => usedBytes),
    declineBytesPerDay: rateOf(history, name, ({ freeBytes }) => -freeBytes),
  };
}

/**
 * When a node's disk will be full if it goes on as before: by the faster of how free bytes became fewer, and how the nodes on
 * the file system grew.
 * @param own The node's. @param sharing Those of all nodes on the same file system, its own among them.
 * @param freeBytes What the file system has left now.
 */
export function forecastDisk(own: DiskRates, sharing: readonly DiskRates[], freeBytes: number): DiskForecast {
  const growths = sharing.map(({ growthBytesPerDay = 0 }) => Math.max(0, growthBytesPerDay));
  const growth = growths.reduce((sum, each) => sum + each, 0);
  const consumption = Math.max(growth, own.declineBytesPerDay ?? 0);
  return {
    growthBytesPerDay: own.growthBytesPerDay,
    daysUntilFull: consumption > 0 ? freeBytes / consumption : undefined,
  };
}

function rateOf(
  history: readonly DiskSample[],
  name: string,
  bytesOf: (reading: DiskReading) => number,
): number | undefined {
  const points = history.flatMap(({ atS, nodes }) => {
    const reading = Object.hasOwn(nodes, name) ? nodes[name] : undefined;
    return reading ? [{ atS, value: bytesOf(reading) }] : [];
  });
  const newestS = points.at(-1)?.atS ?? 0;
  const all = slopePerDay(points);
  const lately = slopePerDay(points.filter(({ atS }) => atS >= newestS - DAY_S));
  return all === undefined || lately === undefined ? all : Math.max(all, lately);
}

/** A value at one moment, Unix seconds. */
export interface Point {
  readonly atS: number;
  readonly value: number;
}

/**
 * By how much values rise in a day: the median of the slopes between each two points (Theil and Sen), which a single jump,
 * such as an image that was downloaded or a log that was deleted, does not bend.
 * @returns Undefined if the points span less than `SHORTEST_SPAN_S`.
 */
export function slopePerDay(points: readonly Point[]): number | undefined {
  const first = points.at(0)?.atS ?? 0;
  const last = points.at(-1)?.atS ?? 0;
  if (last - first < SHORTEST_SPAN_S) return undefined;
  const slopes = points.flatMap((from, at) =>
    points
      .slice(at + 1)
      .filter(({ atS }) => atS > from.atS)
      .map(({ atS, value }) => (value - from.value) / (atS - from.atS)),
  );
  slopes.sort((a, b) => a - b);
  const middle = Math.floor(slopes.length / 2);
  const upper = slopes[middle] ?? 0;
  const median = slopes.length % 2 === 1 ? upper : ((slopes[middle - 1] ?? 0) + upper) / 2;
  return median * DAY_S;
}
