import type { Kysely } from "kysely";
import type { ReadingRow, ReadModel } from "../database/schema.js";
import { uintOf } from "../database/uint64.js";

/** A time without a reading. */
export interface SeriesGap {
  readonly fromS: bigint;
  readonly toS: bigint;
  /** `neverArrived`: an anchored gap says so; `notHeld`: the record is not held here; `noReading`: none was made. */
  readonly reason: "neverArrived" | "notHeld" | "noReading";
}

/** The most common time between neighbouring readings, s; zero with fewer than two. Of equals the shortest. */
export function usualPeriodS(readings: readonly ReadingRow[]): number {
  const counts = new Map<number, number>();
  for (const [before, reading] of pairs(readings)) {
    const lengthS = Number(uintOf(reading.timestampS) - uintOf(before.timestampS));
    if (lengthS > 0) counts.set(lengthS, (counts.get(lengthS) ?? 0) + 1);
  }
  const [usual] = [...counts].sort(([a, countA], [b, countB]) => countB - countA || a - b);
  return usual?.[0] ?? 0;
}

/** Times between neighbouring readings that lack readings, up to the start of the later one's own period. */
export async function seriesGaps(
  database: Kysely<ReadModel>,
  readings: readonly ReadingRow[],
  periodS: number,
): Promise<SeriesGap[]> {
  const gaps: SeriesGap[] = [];
  for (const [before, reading] of pairs(readings)) {
    const fromS = uintOf(before.timestampS);
    const toS = uintOf(reading.timestampS) - BigInt(periodS);
    const isContiguous = uintOf(reading.sequence) === uintOf(before.sequence) + 1n;
    if (toS <= fromS) continue;
    gaps.push({ fromS, toS, reason: isContiguous ? "noReading" : await reasonOf(database, before, reading) });
  }
  return gaps;
}

async function reasonOf(
  database: Kysely<ReadModel>,
  before: ReadingRow,
  reading: ReadingRow,
): Promise<SeriesGap["reason"]> {
  const anchored = await database
    .selectFrom("gaps")
    .select("recordHash")
    .where("device", "=", before.device)
    .where("fromSequence", "<", reading.sequence)
    .where("toSequence", ">", before.sequence)
    .executeTakeFirst();
  if (anchored !== undefined) return "neverArrived";
  const { others } = await database
    .selectFrom("records")
    .select(({ fn }) => fn.countAll<number>().as("others"))
    .where("device", "=", before.device)
    .where("sequence", ">", before.sequence)
    .where("sequence", "<", reading.sequence)
    .executeTakeFirstOrThrow();
  const missing = uintOf(reading.sequence) - uintOf(before.sequence) - 1n - BigInt(others);
  return missing > 0n ? "notHeld" : "noReading";
}

function pairs(readings: readonly ReadingRow[]): (readonly [ReadingRow, ReadingRow])[] {
  return readings.slice(1).map((reading, index) => [readings[index] as ReadingRow, reading] as const);
}
